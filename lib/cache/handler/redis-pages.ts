import { createHash, randomBytes } from "node:crypto";
import type { Redis } from "@upstash/redis";
import { z } from "zod";
import { numbered, type SharedPages } from "@/lib/cache/handler/shared-pages";

/** Nobody asks for a week: whoever comes then begins a new epoch. */
const TAGS_KEPT_S = 7 * 86_400;
/** With more a new epoch begins. */
const MOST_TAGS = 10_000;

// Each script begins with the present version. Where it is gone, or the tags that belong to it are (Redis may evict
// either alone), or there are too many of them, a new epoch begins and nothing of the old one counts.
const PRESENT = `
local epoch, count = string.match(redis.call('GET', KEYS[1]) or '', '^v(%w+)%-(%d+)$')
count = tonumber(count or '0')
if not epoch or (count > 0 and redis.call('EXISTS', KEYS[2]) == 0) or redis.call('ZCARD', KEYS[2]) > tonumber(ARGV[2]) then
  epoch, count = ARGV[1], 0
  redis.call('DEL', KEYS[2])
  redis.call('SET', KEYS[1], 'v' .. epoch .. '-0', 'EX', ${TAGS_KEPT_S})
end
local version = 'v' .. epoch .. '-' .. string.format('%d', count)
`;

const SINCE = `${PRESENT}
local news = { version }
if epoch ~= ARGV[3] then return news end
for _, tag in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '(' .. ARGV[4], '+inf')) do table.insert(news, 't' .. tag) end
return news`;

const REFRESH = `${PRESENT}
if #ARGV < 3 then return version end
count = count + 1
for i = 3, #ARGV do redis.call('ZADD', KEYS[2], count, ARGV[i]) end
redis.call('EXPIRE', KEYS[2], ${TAGS_KEPT_S})
version = 'v' .. epoch .. '-' .. string.format('%d', count)
redis.call('SET', KEYS[1], version, 'EX', ${TAGS_KEPT_S})
return version`;

const READ = `${PRESENT}
local entry = redis.call('HMGET', KEYS[3], 'version', 'tags', 'text')
if not entry[3] then return false end
local madeIn, madeAt = string.match(entry[1] or '', '^v(%w+)%-(%d+)$')
local holds = madeIn == epoch
local tags = {}
for tag in string.gmatch(entry[2] or '', '[^\\n]+') do table.insert(tags, tag) end
for i = 3, #ARGV do table.insert(tags, ARGV[i]) end
for _, tag in ipairs(tags) do
  if not holds then break end
  local refreshed = redis.call('ZSCORE', KEYS[2], tag)
  holds = not refreshed or tonumber(refreshed) <= tonumber(madeAt)
end
if not holds then redis.call('DEL', KEYS[3]) return false end
return { entry[3], tostring(redis.call('PTTL', KEYS[3])) }`;

const WRITE = `
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'tags', ARGV[2], 'text', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 'stored'`;

const version = z.string().refine((text) => numbered(text) !== null);
const news = z.tuple([version], z.string().startsWith("t"));
const found = z.tuple([z.string(), z.coerce.number()]).nullable();

/** Which pages are meant: those of one deployment, and of them those that one build makes of one database. */
export interface PagesOf {
  deployment: string;
  contents: string;
}

/** Where questions are asked from; a request has no business in it. */
export type Outside = <T>(ask: () => Promise<T>) => Promise<T>;

/**
 * Pages in Upstash Redis, by a client that gives questions up after a while.
 * @param outside runs what asks. Next takes a fetch that happens while a page is made for a part of that page, which
 *   could then be cached no longer.
 */
export function redisPages(redis: Redis, of: PagesOf, outside: Outside): SharedPages {
  // The braces keep all of one deployment on one node of a cluster.
  const prefix = `posthorn:pages:{${fingerprint(of.deployment)}}`;
  const tagKeys = [`${prefix}:version`, `${prefix}:tags`];
  const entryKey = (key: string) => `${prefix}:entry:${fingerprint(of.contents)}:${fingerprint(key)}`;
  const epoch = () => randomBytes(8).toString("hex");
  const run = (script: string, keys: string[], given: (string | number)[]): Promise<unknown> =>
    outside(() => redis.eval(script, keys, given.map(String)));
  return {
    version: async () => version.nullable().parse(await outside(() => redis.get<unknown>(tagKeys[0] ?? ""))),
    async since(known) {
      const before = numbered(known ?? "") ?? { epoch: "none", count: 0 };
      const answer = await run(SINCE, tagKeys, [epoch(), MOST_TAGS, before.epoch, before.count]);
      const [present, ...tags] = news.parse(answer);
      const refreshed = numbered(present)?.epoch === before.epoch ? tags.map((tag) => tag.slice(1)) : "all";
      return { version: present, refreshed };
    },
    async refresh(tags) {
      const given = tags === "all" ? [epoch(), -1] : [epoch(), MOST_TAGS, ...tags];
      return version.parse(await run(REFRESH, tagKeys, given));
    },
    async read(key, tags) {
      const answer = found.parse(await run(READ, [...tagKeys, entryKey(key)], [epoch(), MOST_TAGS, ...tags]));
      return answer && { text: answer[0], leftMs: answer[1] };
    },
    async write(key, { version: madeAt, tags, text, lastsMs }) {
      await run(WRITE, [entryKey(key)], [madeAt, tags.join("\n"), text, lastsMs]);
    },
  };
}

function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("base64url").slice(0, 22);
}
