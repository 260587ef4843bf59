import { notFound } from "next/navigation";

/** Every address that is no page: shown in the language of its prefix, with status 404. */
export default function MissingPage(): never {
  notFound();
}
