import type { UploadNews } from "@/lib/recipients/schema";

/** How an import goes. */
export interface Progress {
  /** Bytes of the file. */
  size: number;
  rows: number;
  bytes: number;
  report: string[];
  invalid: { line: number; reason: string; value: string }[];
  end: Extract<UploadNews, { kind: "end" }> | null;
}

export function nothingYet(size: number): Progress {
  return { size, rows: 0, bytes: 0, report: [], invalid: [], end: null };
}

export function withNews(progress: Progress, news: UploadNews): Progress {
  switch (news.kind) {
    case "progress":
      return { ...progress, rows: news.rows, bytes: news.bytes };
    case "report":
      return { ...progress, report: [...progress.report, news.lines] };
    case "invalid":
      return { ...progress, invalid: [...progress.invalid, news] };
    case "end":
      return { ...progress, rows: news.summary.rows, end: news };
  }
}
