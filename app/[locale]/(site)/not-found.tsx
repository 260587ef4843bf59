import { NotFoundMessage } from "@/components/frame/not-found-message";

export default function SiteNotFound() {
  return <NotFoundMessage home="home" />;
}
