import { NotFoundMessage } from "@/components/frame/not-found-message";

export default function WorkspaceNotFound() {
  return <NotFoundMessage home="mailings" />;
}
