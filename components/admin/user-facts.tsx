import { useTranslations } from "next-intl";
import { Fact, Facts } from "@/components/ui/facts";
import { Instant, useInstantText } from "@/components/ui/instant";
import { Notice } from "@/components/ui/notice";
import { shownEmail } from "@/lib/email-address";
import type { UserDetail } from "@/lib/users/people";
import { mayOwnMailings } from "@/lib/users/policy";

interface UserProps {
  user: UserDetail;
  timeZone: string;
}

export function UserFacts({ user, timeZone }: UserProps) {
  const t = useTranslations("admin.user");
  const roles = useTranslations("roles.names");
  return (
    <Facts>
      <Fact term={t("email")}>{shownEmail(user.email)}</Fact>
      <Fact term={t("role")}>{roles(user.role)}</Fact>
      <Fact term={t("registered")}>
        <Instant at={user.createdAt} timeZone={timeZone} />
      </Fact>
      <Fact term={t("confirmed")}>
        {user.emailVerifiedAt === null ? (
          t("notConfirmed")
        ) : (
          <Instant at={user.emailVerifiedAt} timeZone={timeZone} />
        )}
      </Fact>
      <Fact term={t("language")}>{user.language === "ru" ? t("languages.ru") : t("languages.en")}</Fact>
      <Fact term={t("zone")}>{user.timeZone}</Fact>
    </Facts>
  );
}

/** What keeps them, or their mailings, from going on. */
export function UserNotices({ user, timeZone }: UserProps) {
  const t = useTranslations("admin.user");
  const text = useInstantText(timeZone);
  const { block, closedAt } = user;
  const sentences = [
    closedAt && t("closed", { at: text(closedAt) }),
    block && t("blocked", { by: block.by ?? "–", at: text(block.at), reason: block.reason }),
    closedAt === null && !mayOwnMailings(user) && user.ownsMailings ? t("roleHolds") : null,
  ].filter((sentence) => sentence !== null);
  if (sentences.length === 0) return null;
  return (
    <div className="mb-8">
      <Notice tone="careful">
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Notice>
    </div>
  );
}
