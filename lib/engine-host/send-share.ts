import { z } from "zod";
import { patiently, redis, withOnePatience } from "@/lib/redis";
import { SHARE_HOLDS, type AskShare } from "@/lib/engine-host/shared-send-rate";

const HOUR_MS = 3_600_000;
const LONGEST_HOLD_MS = 24 * HOUR_MS;

/**
 * One hash for an account: `limit` where the provider has said it, `held` until when it wants no request, and for each
 * process `p:<id>` its share and until when it holds. Times are Redis's own, so nobody's clock matters.
 * Whoever asks gets an equal part, in whole requests, as far as leave it the shares that others hold, or held until a
 * second ago; where there are more processes than requests a second, they take turns.
 */
export const ASK = `
  local key, me = KEYS[1], "p:" .. ARGV[1]
  local time = redis.call("TIME")
  local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
  local USED, TURN = 1000, 10000
  local function written(number) return string.format("%.0f", number) end

  if ARGV[3] == "1" then redis.call("HSET", key, "limit", ARGV[2]) end
  local said = redis.call("HGET", key, "limit") or ARGV[2]
  local limit = math.floor(tonumber(said))
  local held = math.max(tonumber(redis.call("HGET", key, "held") or 0), now + tonumber(ARGV[4]))
  if held > now then redis.call("HSET", key, "held", written(held)) end

  -- A share, and what counts of a process: more for a second after it had more, for that is used.
  local function taken(field)
    local row = redis.call("HGET", key, field) or "0:0:0:0"
    local share, ends, before, gone = string.match(row, "^(%d+):(%d+):(%d+):(%d+)$")
    if not share or tonumber(ends) + USED <= now then return nil, 0, 0 end
    if tonumber(gone) <= now then return tonumber(share), tonumber(share), 0 end
    return tonumber(share), math.max(tonumber(share), tonumber(before)), tonumber(gone)
  end
  local fields, names, others = redis.call("HKEYS", key), { me }, 0
  for _, field in ipairs(fields) do
    if string.sub(field, 1, 2) == "p:" and field ~= me then
      local share, used = taken(field)
      if share then
        names[#names + 1] = field
        others = others + used
      else
        redis.call("HDEL", key, field)
      end
    end
  end
  table.sort(names)

  local place = 0
  for i = 1, #names do if names[i] == me then place = i - 1 end end
  if limit < #names then place = (place + math.floor(now / TURN)) % #names end
  local share = math.floor(limit / #names)
  if place < limit % #names then share = share + 1 end
  share = math.max(0, math.min(share, limit - others))
  local had, before, gone = taken(me)
  if had and had > share then gone = now + USED end
  redis.call("HSET", key, me, written(share) .. ":" .. written(now + tonumber(ARGV[5])) .. ":" ..
    written(before) .. ":" .. written(gone))
  redis.call("PEXPIRE", key, written(math.max(held - now, 0) + tonumber(ARGV[6])))
  return { written(share), said, written(math.max(held - now, 0)) }`;

const perSecond = z.coerce.number().min(0).max(10_000);
const granted = z
  .tuple([perSecond, perSecond.min(1), z.coerce.number().min(0).max(LONGEST_HOLD_MS)])
  .transform(([share, limit, heldOff]) => ({ share, limit, heldOff }));

/**
 * Shares of a provider account's limit, in Redis.
 *
 * @param account a fingerprint of the provider's address and key
 * @returns null where no Redis is configured
 */
export function sharesInRedis(account: string): AskShare | null {
  const client = redis();
  if (client === null) return null;
  const script = client.createScript(ASK);
  // A patience of its own: a tick that a page's request began outlives what that request waits for.
  return askingBy(account, (keys, args) => withOnePatience(() => patiently(() => script.exec(keys, args))));
}

/** @param run runs the script ASK in a Redis */
export function askingBy(
  account: string,
  run: (keys: string[], args: string[]) => Promise<unknown>,
): AskShare {
  return async ({ process: name, limit, heard, heldOff }) => {
    const args = [name, limit, heard ? 1 : 0, heldOff, SHARE_HOLDS, HOUR_MS].map(String);
    return granted.parse(await run([`posthorn:send-rate:${account}`], args));
  };
}
