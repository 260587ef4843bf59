"use client";

import { useTranslations } from "next-intl";
import { PanelField } from "@/components/messages/visual/panel-field";
import { socialServices } from "@/lib/messages/visual-document";
import { linksIn, SERVICE_NAMES } from "@/lib/messages/visual-nodes";

const ANY_ADDRESS = "https://…";

/** Addresses of one's pages elsewhere. */
export function SocialFields({
  attrs,
  set,
}: {
  attrs: Record<string, unknown>;
  set: (change: Record<string, unknown>) => void;
}) {
  const t = useTranslations("messages.visual");
  const links = new Map(linksIn(attrs).map(({ service, href }) => [service, href]));
  return (
    <fieldset className="w-full">
      <legend className="text-xs text-muted">{t("socialText")}</legend>
      <div className="mt-2 grid max-h-40 grid-cols-2 gap-2 overflow-y-auto sm:grid-cols-3">
        {socialServices.map((service) => (
          <PanelField
            key={service}
            type="url"
            label={service === "website" ? t("services.website") : SERVICE_NAMES[service]}
            value={links.get(service) ?? ""}
            placeholder={ANY_ADDRESS}
            change={(href) => {
              const changed = new Map(links).set(service, href.trim());
              set({
                links: socialServices.flatMap((one) => {
                  const at = changed.get(one) ?? "";
                  return at === "" ? [] : [{ service: one, href: at }];
                }),
              });
            }}
          />
        ))}
      </div>
    </fieldset>
  );
}
