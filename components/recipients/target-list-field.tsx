"use client";

import { inputVariants } from "@heroui/styles";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { FaultText } from "@/components/forms/fault-text";

interface TargetListFieldProps {
  lists: { id: string; name: string }[];
  /** "" for none, "new", or an id. */
  list: string;
  newList: string;
  change: (changed: { list: string; newList: string }) => void;
  faults: { list?: string | undefined; newList?: string | undefined };
}

/** Which list people go into as well: none, one that is there, or a new one. */
export function TargetListField({ lists, list, newList, change, faults }: TargetListFieldProps) {
  const t = useTranslations("recipientForms");
  const id = useId();
  const look = inputVariants({ className: "mt-1 h-11 w-full" });
  return (
    <div className="flex max-w-xl flex-col gap-4">
      <div className="text-sm">
        <label htmlFor={`${id}-list`} className="font-medium">
          {t("target")}
        </label>
        <select
          id={`${id}-list`}
          name="list"
          value={list}
          onChange={(event) => change({ list: event.target.value, newList })}
          className={look}
        >
          <option value="">{t("noTarget")}</option>
          <option value="new">{t("newTarget")}</option>
          {lists.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        {list === "" && faults.list === undefined && (
          <span className="mt-1 block text-xs text-muted">{t("targetHint")}</span>
        )}
        <Fault code={faults.list} />
      </div>
      {list === "new" && (
        <div className="text-sm">
          <label htmlFor={`${id}-name`} className="font-medium">
            {t("newListName")}
          </label>
          <input
            id={`${id}-name`}
            name="newList"
            value={newList}
            maxLength={100}
            onChange={(event) => change({ list, newList: event.target.value })}
            aria-invalid={faults.newList !== undefined}
            className={look}
          />
          <Fault code={faults.newList} />
        </div>
      )}
    </div>
  );
}

export function Fault({ code }: { code: string | undefined }) {
  if (code === undefined) return null;
  return (
    <span role="alert" className="mt-1 block text-xs font-normal text-danger">
      <FaultText code={code} />
    </span>
  );
}
