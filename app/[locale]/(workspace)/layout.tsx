import "@/app/globals.css";
import { Document, documentMetadata, pageLocale } from "@/components/frame/document";
import { getTranslations } from "next-intl/server";
import { BackToForm } from "@/components/frame/back-to-form";
import { KeptFocus } from "@/components/frame/kept-focus";
import { WorkspaceHeader } from "@/components/frame/workspace-header";
import { Toasts } from "@/components/ui/toasts";
import { signOut } from "@/app/[locale]/(account)/login/actions";
import { requireUser } from "@/lib/auth/session";
import { authorship } from "@/lib/posts/authorship";

// Rendered for every request: each carries its own nonce (middleware.ts).
export const dynamic = "force-dynamic";

export async function generateMetadata({ params }: LayoutProps<"/[locale]">) {
  return documentMetadata((await params).locale);
}

/** The frame of what needs a session. It shows who is signed in; every page and action asks again for itself. */
export default async function WorkspaceLayout({ params, children }: LayoutProps<"/[locale]">) {
  const locale = pageLocale((await params).locale);
  const user = await requireUser(locale);
  const t = await getTranslations("frame");
  return (
    <Document locale={locale}>
      <WorkspaceHeader user={user} authorship={authorship()} signOut={signOut} />
      <BackToForm
        userId={user.id}
        text={t("leftForm")}
        back={t("backToForm")}
        dismiss={t("dismissLeftForm")}
      />
      <main id="content" className="mx-auto w-full max-w-6xl flex-1 px-4 pt-8 pb-20 sm:px-6 sm:pt-10">
        {children}
      </main>
      <KeptFocus />
      <Toasts label={t("notices")} closeLabel={t("closeNotice")} />
    </Document>
  );
}
