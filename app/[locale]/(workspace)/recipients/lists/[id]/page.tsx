import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import {
  addTickedToList,
  deleteTicked,
  mailingsOfTicked,
  removeTickedFromList,
  saveColumns,
  suppressTicked,
} from "@/app/[locale]/(workspace)/recipients/actions";
import { JobsHere } from "@/app/[locale]/(workspace)/recipients/jobs/jobs-here";
import { deleteList, renameList } from "@/app/[locale]/(workspace)/recipients/lists/actions";
import { readList } from "@/app/[locale]/(workspace)/recipients/read-recipient";
import { EmptyMessage } from "@/components/lists/empty-message";
import { ExportLink } from "@/components/lists/export-link";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { ColumnsMenu } from "@/components/recipients/columns-menu";
import { DeleteList, RenameList } from "@/components/recipients/list-dialogs";
import { RecipientsTable } from "@/components/recipients/recipients-table";
import { TickableRows } from "@/components/recipients/tickable-rows";
import { TickedActions } from "@/components/recipients/ticked-actions";
import { ButtonLink } from "@/components/ui/button-link";
import { Trail } from "@/components/ui/trail";
import type { SessionUser } from "@/lib/auth/session-types";
import { knownFields } from "@/lib/fields/queries";
import { listChoices, type ListRow } from "@/lib/lists/queries";
import { askedChoice, askedPlace, askedSearch } from "@/lib/paging/address";
import { mailingsOfList } from "@/lib/recipients/mailings-of";
import { columnsOf, extrasOf } from "@/lib/recipients/columns";
import { recipientsPage } from "@/lib/recipients/queries";
import { recipientSorts } from "@/lib/recipients/schema";

type Props = PageProps<"/[locale]/recipients/lists/[id]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, id } = await params;
  return { title: (await readList("own", locale, id)).shown.name };
}

export default async function ListMembersPage({ params, searchParams }: Props) {
  const { locale, id } = await params;
  const { user, shown } = await readList("own", locale, id);
  const list = askedList(id, await searchParams);
  const concerned = await mailingsOfList(user, id);
  const t = await getTranslations();
  return (
    <>
      <Trail
        label={t("frame.trail")}
        above={[
          { href: "/recipients", text: t("recipients.title") },
          { href: "/recipients/lists", text: t("recipients.listsTitle") },
        ]}
        here={shown.name}
      />
      <ListPage
        {...list}
        title={shown.name}
        searchLabel={t("recipients.search")}
        sections={<JobsHere user={user} />}
        action={
          <>
            <Fill id={id} />
            <RenameList list={shown} action={renameList.bind(null, id)} />
            <DeleteList list={shown} action={deleteList.bind(null, id)} concerned={concerned} />
          </>
        }
      >
        {rows({ user, shown, list })}
      </ListPage>
    </>
  );
}

function askedList(id: string, query: Awaited<Props["searchParams"]>) {
  const asked = { search: askedSearch(query.search), sort: askedChoice(query.sort, recipientSorts) };
  return { path: `/recipients/lists/${id}`, asked, place: askedPlace(query) };
}

/** The ways to get people into the list. */
async function Fill({ id }: { id: string }) {
  const t = await getTranslations("recipients");
  return (
    <>
      <ButtonLink href={`/recipients/paste?list=${id}`} variant="secondary">
        {t("paste")}
      </ButtonLink>
      <ButtonLink href={`/recipients/upload?list=${id}`} variant="secondary">
        {t("upload")}
      </ButtonLink>
      <ButtonLink href={`/recipients/new?list=${id}`} variant="secondary">
        {t("new")}
      </ButtonLink>
    </>
  );
}

interface RowsProps {
  user: SessionUser;
  shown: ListRow;
  list: ReturnType<typeof askedList>;
}

async function rows({ user, shown, list }: RowsProps) {
  const { search, sort } = list.asked;
  const filter = { search, sort, suppressed: "" as const, listId: shown.id, place: list.place };
  const [page, lists] = await Promise.all([recipientsPage(user, "own", filter), listChoices(user)]);
  if (page === null) forbidden();
  const [columns, known] = await Promise.all([columnsOf(user.id), knownFields(user)]);
  const extras = await extrasOf(
    page.rows.map((row) => row.id),
    columns,
  );
  const t = await getTranslations("recipients");
  return (
    <ListRows
      list={list}
      page={page}
      empty={<EmptyMessage title={t("listEmptyTitle")}>{t("listEmpty")}</EmptyMessage>}
      timeZone={user.timeZone}
    >
      <TickableRows
        key={page.rows.map((row) => row.id).join()}
        list={list}
        found={page}
        isNarrowed={search !== ""}
        actions={
          <TickedActions
            filter={{ search, inList: shown.id, suppressed: "" }}
            lists={lists.filter(({ id }) => id !== shown.id)}
            addToList={addTickedToList}
            suppressTicked={suppressTicked}
            deleteTicked={deleteTicked}
            concerned={mailingsOfTicked}
            fromList={{ name: shown.name, remove: removeTickedFromList.bind(null, shown.id) }}
          />
        }
        aside={
          <>
            <ColumnsMenu chosen={columns} known={known} action={saveColumns} />
            <ExportLink path="/api/recipients/export" asked={{ search, list: shown.id }} />
          </>
        }
      >
        <RecipientsTable
          {...{ columns, extras }}
          rows={page.rows}
          list={list}
          scope="own"
          timeZone={user.timeZone}
        />
      </TickableRows>
    </ListRows>
  );
}
