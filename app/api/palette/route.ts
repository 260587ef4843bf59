import { getTranslations } from "next-intl/server";
import type { NextRequest } from "next/server";
import { messageText } from "@/components/frame/message-text";
import { workspaceLinks } from "@/components/frame/workspace-links";
import { paletteCommands } from "@/components/palette/palette-commands";
import type { PaletteAnswer, PaletteItem } from "@/components/palette/palette-answer";
import { currentUser } from "@/lib/auth/session";
import type { SessionUser } from "@/lib/auth/session-types";
import { knownLocale, type Locale } from "@/lib/i18n/routing";
import { findThings } from "@/lib/palette/find-things";
import { authorship } from "@/lib/posts/authorship";
import { storableText } from "@/lib/storable-text";

const LONGEST = 320;

/** What the command palette shows: pages and commands, with its texts; or with `search` what that finds. 401 for a visitor. */
export async function GET(request: NextRequest) {
  const user = await currentUser();
  if (user === null) return Response.json({ error: "unauthorized" }, { status: 401 });
  const { searchParams } = request.nextUrl;
  const search = searchParams.get("search");
  const answer =
    search === null
      ? await opened(user, knownLocale(searchParams.get("locale") ?? ""))
      : { found: await findThings(user, storableText(search.slice(0, LONGEST))) };
  return Response.json(answer, { headers: { "Cache-Control": "private, no-store" } });
}

async function opened(user: SessionUser, locale: Locale): Promise<PaletteAnswer> {
  const t = await getTranslations({ locale });
  const { own, supervision } = workspaceLinks(user, authorship());
  const items: PaletteItem[] = [
    ...own.map(({ name, href }) => ({ group: "own" as const, text: t(`frame.${name}`), href })),
    ...paletteCommands(user, authorship()).map(({ name, href }) => ({
      ...{ group: "commands" as const, href },
      text: t(`palette.commands.${name}`),
    })),
    ...supervision.map(({ name, href }) => ({
      ...{ group: "supervision" as const, href },
      text: t(`admin.sections.${name}`),
    })),
  ];
  return { messages: messageText(locale, ["palette"]), items };
}
