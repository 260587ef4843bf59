import { buttonVariants } from "@heroui/styles";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StepAfterRecipient } from "@/app/[locale]/(workspace)/first-steps";
import { deleteRecipient, eraseRecipient } from "@/app/[locale]/(workspace)/recipients/actions";
import { lift, suppress } from "@/app/[locale]/(workspace)/recipients/suppressions/actions";
import { RecipientWhyNot } from "@/app/[locale]/(workspace)/recipients/recipient-why-not";
import { readRecipient } from "@/app/[locale]/(workspace)/recipients/read-recipient";
import {
  DeleteRecipient,
  EraseRecipient,
  LiftSuppression,
  SuppressRecipient,
} from "@/components/recipients/recipient-dialogs";
import { RecipientView } from "@/components/recipients/recipient-view";
import { ButtonLink } from "@/components/ui/button-link";
import { Trail } from "@/components/ui/trail";
import { shownEmail } from "@/lib/email-address";
import { askedPlace } from "@/lib/paging/address";
import { mailingsOfRecipients } from "@/lib/recipients/mailings-of";
import { timelineOf } from "@/lib/timeline/timeline";

type Props = PageProps<"/[locale]/recipients/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  return { title: shownEmail((await readRecipient("own", locale, id)).recipient.email) };
}

export default async function RecipientPage({ params, searchParams }: Props) {
  const { locale, id } = await params;
  const { user, recipient } = await readRecipient("own", locale, id);
  const query = await searchParams;
  const place = askedPlace(query);
  const path = `/recipients/${id}`;
  const [page, concerned] = await Promise.all([
    timelineOf(recipient, place),
    mailingsOfRecipients(user, [id]),
  ]);
  const t = await getTranslations();
  const { email, suppression } = recipient;
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[{ href: "/recipients", text: t("recipients.title") }]}
        here={shownEmail(email)}
      />
      <StepAfterRecipient user={user} />
      <RecipientView
        recipient={recipient}
        timeline={{ list: { path, asked: { search: "" }, place, anchor: "history" }, page }}
        whyNot={<RecipientWhyNot {...{ user, recipient, path, query }} />}
        scope="own"
        timeZone={user.timeZone}
        actions={
          <>
            <ButtonLink href={`/recipients/${id}/edit`} variant="secondary">
              {t("recipients.edit")}
            </ButtonLink>
            {suppression === null && <SuppressRecipient email={email} action={suppress} />}
            <a
              href={`/api/recipients/${id}/data`}
              download
              className={buttonVariants({ variant: "secondary" })}
            >
              {t("recipients.downloadData")}
            </a>
            <DeleteRecipient email={email} action={deleteRecipient.bind(null, id)} concerned={concerned} />
            <EraseRecipient email={email} action={eraseRecipient.bind(null, id)} />
          </>
        }
        lift={
          suppression && (
            <LiftSuppression
              email={email}
              reason={suppression.reason}
              action={lift.bind(null, suppression.id)}
            />
          )
        }
      />
    </>
  );
}
