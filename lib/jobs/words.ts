import type en from "@/lib/i18n/messages/en.json";

/** Why a job failed: a key of the catalogue's "jobs.faults". */
export type JobFault = keyof (typeof en)["jobs"]["faults"];

/** What a job does, in words: a key of the catalogue's "jobs.works", and the name that its sentences have a gap for. */
export interface JobWork {
  text: keyof (typeof en)["jobs"]["works"];
  name: string;
}
