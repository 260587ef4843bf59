import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { forbidden } from "next/navigation";
import {
  addTickedToList,
  deleteTicked,
  mailingsOfTicked,
  saveColumns,
  suppressTicked,
} from "@/app/[locale]/(workspace)/recipients/actions";
import { JobsHere } from "@/app/[locale]/(workspace)/recipients/jobs/jobs-here";
import { pageLocale } from "@/components/frame/document";
import { EmptyMessage } from "@/components/lists/empty-message";
import { filterChoices, type FilterChoice } from "@/components/lists/filter-choices";
import { FilterLinks } from "@/components/lists/filter-links";
import { ExportLink } from "@/components/lists/export-link";
import { ListPage } from "@/components/lists/list-page";
import { ListRows } from "@/components/lists/list-rows";
import { ColumnsMenu } from "@/components/recipients/columns-menu";
import { OpenErasings } from "@/components/recipients/open-erasings";
import { RecipientSections } from "@/components/recipients/recipient-sections";
import { RecipientsTable } from "@/components/recipients/recipients-table";
import { TickableRows } from "@/components/recipients/tickable-rows";
import { TickedActions } from "@/components/recipients/ticked-actions";
import { ButtonLink } from "@/components/ui/button-link";
import { requireAllowed } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { openErasings } from "@/lib/erasing/queries";
import { knownFields } from "@/lib/fields/queries";
import { dayRange } from "@/lib/i18n/day-range";
import { listChoices } from "@/lib/lists/queries";
import { askedChoice, askedPlace } from "@/lib/paging/address";
import { askedDays, askedRecipients, askedStates } from "@/lib/recipients/asked";
import { columnsOf, extrasOf } from "@/lib/recipients/columns";
import { goingOn } from "@/lib/recipients/going-on";
import { recipientsPage } from "@/lib/recipients/queries";
import { recipientSorts } from "@/lib/recipients/schema";
import { stateCounts, type StateCounts } from "@/lib/recipients/state-counts";
import { mayOwnMailings } from "@/lib/users/policy";

type Props = PageProps<"/[locale]/recipients">;

const PATH = "/recipients";

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const locale = pageLocale((await params).locale);
  await requireAllowed(locale, mayOwnMailings);
  return { title: (await getTranslations({ locale, namespace: "recipients" }))("title") };
}

export default async function RecipientsPage({ params, searchParams }: Props) {
  const user = await requireAllowed(pageLocale((await params).locale), mayOwnMailings);
  const list = askedList(await searchParams, user.timeZone);
  const t = await getTranslations("recipients");
  const [lists, now] = await Promise.all([listChoices(user), goingOn(user)]);
  const erasings = now.erasings ? await openErasings(user) : null;
  return (
    <ListPage
      {...list}
      title={t("title")}
      searchLabel={t("search")}
      sections={
        <>
          <RecipientSections scope="own" here="recipients" />
          {now.jobs && <JobsHere user={user} />}
        </>
      }
      selects={await selectsOf(user, list, lists)}
      filters={<Sorts list={list} />}
      action={
        <>
          <ButtonLink href="/recipients/paste" variant="secondary">
            {t("paste")}
          </ButtonLink>
          <ButtonLink href="/recipients/upload" variant="secondary">
            {t("upload")}
          </ButtonLink>
          <ButtonLink href="/recipients/new">{t("new")}</ButtonLink>
        </>
      }
      notice={erasings !== null && <OpenErasings open={erasings} timeZone={user.timeZone} />}
    >
      {rows({ user, list, lists })}
    </ListPage>
  );
}

/** What narrows the list beside the search. */
async function selectsOf(user: SessionUser, list: List, lists: RowsProps["lists"]) {
  const [t, format] = [await getTranslations("recipients"), await getFormatter()];
  const states = await stateCounts(user.id);
  return [
    {
      label: t("byList"),
      parameter: "list",
      choices: [
        { value: "", text: t("anyList") },
        ...lists.map(({ id, name }) => ({ value: id, text: name })),
      ],
    },
    {
      label: t("byState"),
      parameter: "suppressed",
      choices: stateChoices(
        filterChoices(t("anyState"), askedStates, (value) =>
          value === "no" || value === "yes" ? t(`states.${value}`) : t(`reasons.${value}`),
        ),
        states,
      ),
    },
    {
      label: t("byReached"),
      parameter: "reached",
      choices: filterChoices(t("anyReached"), ["never"], () => t("neverReached")),
    },
    {
      label: t("bySince"),
      parameter: "since",
      choices: [
        ...filterChoices(t("anySince"), askedDays, (days) => t("addedWithin", { days: Number(days) })),
        ...(list.added === null ? [] : [{ value: list.asked.since, text: dayRange(format, list.added) }]),
      ],
    },
    ...(list.lost === null
      ? []
      : [
          {
            label: t("byLost"),
            parameter: "lost",
            choices: [
              { value: "", text: t("anyLost") },
              { value: list.asked.lost, text: t("lostWithin", { days: dayRange(format, list.lost) }) },
            ],
          },
        ]),
  ];
}

/** Each state with how many are in it. */
function stateChoices(choices: readonly FilterChoice[], counts: StateCounts | null): FilterChoice[] {
  return choices.map((choice) => {
    const state = askedStates.find((one) => one === choice.value);
    return state === undefined || counts === null ? choice : { ...choice, ...counts[state] };
  });
}

function askedList(query: Awaited<Props["searchParams"]>, timeZone: string) {
  const { asked, ...found } = askedRecipients(query, timeZone);
  const sort = askedChoice(query.sort, recipientSorts);
  return { path: PATH, asked: { ...asked, sort }, ...found, place: askedPlace(query) };
}

type List = ReturnType<typeof askedList>;

/** On a phone the heads of the columns, which order the list elsewhere, are not in sight. */
async function Sorts({ list }: { list: List }) {
  const t = await getTranslations();
  const choices = [
    { value: "", text: t("recipients.sorts.newest") },
    { value: "added", text: t("recipients.sorts.oldest") },
    { value: "email", text: t("recipients.sorts.az") },
    { value: "-email", text: t("recipients.sorts.za") },
  ];
  return <FilterLinks label={t("lists.sort")} list={list} parameter="sort" choices={choices} phoneOnly />;
}

interface RowsProps {
  user: SessionUser;
  list: List;
  lists: { id: string; name: string }[];
}

async function rows({ user, list, lists }: RowsProps) {
  const { sort, ...narrowedBy } = list.asked;
  const { listId, ...filter } = list.conditions;
  const page = await recipientsPage(user, "own", { ...list.conditions, sort, place: list.place });
  if (page === null) forbidden();
  const [columns, known] = await Promise.all([columnsOf(user.id), knownFields(user)]);
  const extras = await extrasOf(
    page.rows.map(({ id }) => id),
    columns,
  );
  return (
    <ListRows list={list} page={page} empty={<NoRecipients />} timeZone={user.timeZone}>
      <TickableRows
        key={page.rows.map((row) => row.id).join()}
        list={list}
        found={page}
        isNarrowed={Object.values(narrowedBy).some((value) => value !== "")}
        actions={
          <TickedActions
            filter={{ ...filter, inList: listId ?? "" }}
            lists={lists}
            addToList={addTickedToList}
            suppressTicked={suppressTicked}
            deleteTicked={deleteTicked}
            concerned={mailingsOfTicked}
          />
        }
        aside={
          <>
            <ColumnsMenu chosen={columns} known={known} action={saveColumns} />
            <ExportLink path="/api/recipients/export" asked={narrowedBy} />
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

async function NoRecipients() {
  const t = await getTranslations("recipients");
  return (
    <EmptyMessage title={t("emptyTitle")} action={<ButtonLink href="/recipients/new">{t("new")}</ButtonLink>}>
      {t("empty")}
    </EmptyMessage>
  );
}
