import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { FilterLinks } from "@/components/admin/filter-links";
import { ListPage, ListRows } from "@/components/admin/list-page";
import { pageLocale } from "@/components/frame/document";
import { ArticlesTable } from "@/components/posts/articles-table";
import { ButtonLink } from "@/components/ui/button-link";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionPerson } from "@/lib/auth/session-types";
import { firstValue } from "@/lib/paging/address";
import { authorship } from "@/lib/posts/authorship";
import { mayWriteArticles } from "@/lib/posts/policy";
import { articlesToWrite } from "@/lib/posts/queries";
import { articleStates } from "@/lib/posts/schema";
import type { Actor } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/posts">;

const PATH = "/posts";

const mayWrite = (actor: Actor) => mayWriteArticles(actor, authorship());

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayWrite);
  return { title: (await getTranslations({ locale, namespace: "articles" }))("title") };
}

/** Articles for those who write: drafts, scheduled and published ones. No loading.tsx: it may answer 403. */
export default async function ArticlesPage({ params, searchParams }: Props) {
  const person = await requireAllowed(pageLocale((await params).locale), mayWrite);
  const list = askedList(await searchParams);
  const t = await getTranslations("articles");
  return (
    <ListPage
      {...list}
      title={t("title")}
      searchLabel={t("searchLabel")}
      action={
        <ButtonLink href="/posts/new" variant="primary">
          {t("new")}
        </ButtonLink>
      }
      filters={
        <FilterLinks
          label={t("byState")}
          path={PATH}
          parameter="state"
          kept={list.asked}
          choices={[
            { value: "", text: t("anyState") },
            ...articleStates.map((value) => ({ value, text: t(`states.${value}`) })),
          ]}
        />
      }
    >
      <Rows person={person} list={list} />
    </ListPage>
  );
}

function askedList(query: Awaited<Props["searchParams"]>) {
  const search = firstValue(query.search).trim().slice(0, 200);
  const state = articleStates.find((known) => known === firstValue(query.state)) ?? ("" as const);
  return { path: PATH, asked: { search, state }, after: firstValue(query.after) };
}

async function Rows({ person, list }: { person: SessionPerson; list: ReturnType<typeof askedList> }) {
  const { search, state } = list.asked;
  const page = await articlesToWrite(person, { search, state: state || null, after: list.after });
  if (page === null) forbidden();
  const t = await getTranslations("articles");
  return (
    <ListRows {...list} next={page.next} empty={t("empty")} timeZone={person.timeZone}>
      {page.rows.length > 0 && <ArticlesTable rows={page.rows} timeZone={person.timeZone} />}
    </ListRows>
  );
}
