import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import { filterChoices } from "@/components/lists/filter-choices";
import { FilterLinks } from "@/components/lists/filter-links";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { pageLocale } from "@/components/frame/document";
import { ArticlesTable } from "@/components/posts/articles-table";
import { ButtonLink } from "@/components/ui/button-link";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { askedChoice, askedPlace, askedSearch } from "@/lib/paging/address";
import { authorship } from "@/lib/posts/authorship";
import { mayWriteArticles } from "@/lib/posts/policy";
import { articleCounts, articlesToWrite } from "@/lib/posts/queries";
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
  const user = await requireAllowed(pageLocale((await params).locale), mayWrite);
  const list = askedList(await searchParams);
  const t = await getTranslations("articles");
  const { search, state: chosen } = list.asked;
  const counts = await articleCounts(user, search);
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
          parameter="state"
          list={list}
          choices={filterChoices(t("anyState"), articleStates, (value) => t(`states.${value}`), {
            counts,
            chosen,
          })}
        />
      }
    >
      {rows({ user, list })}
    </ListPage>
  );
}

function askedList(query: Awaited<Props["searchParams"]>) {
  const search = askedSearch(query.search);
  const state = askedChoice(query.state, articleStates);
  return { path: PATH, asked: { search, state }, place: askedPlace(query) };
}

async function rows({ user, list }: { user: SessionUser; list: ReturnType<typeof askedList> }) {
  const { search, state } = list.asked;
  const page = await articlesToWrite(user, { search, state: state || null, after: list.place.after });
  if (page === null) forbidden();
  const t = await getTranslations("articles");
  return (
    <ListRows list={list} page={page} empty={t("empty")} timeZone={user.timeZone}>
      <ArticlesTable rows={page.rows} timeZone={user.timeZone} />
    </ListRows>
  );
}
