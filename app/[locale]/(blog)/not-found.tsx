import { useTranslations } from "next-intl";
import { NotFoundMessage } from "@/components/frame/not-found-message";

export default function BlogNotFound() {
  const t = useTranslations("errors");
  return <NotFoundMessage home={{ href: "/", text: t("home") }} />;
}
