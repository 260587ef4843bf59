import type fc from "fast-check";
import type { Ground } from "@/tests/integration/model/ground";
import { judge } from "@/tests/integration/model/judge";
import { countCommand } from "@/tests/integration/model/journal";
import type { Model, Said } from "@/tests/integration/model/model";

/** A kind of thing that may happen, with the parameters of one happening. */
export interface Kind<P> {
  name: string;
  /** It changes the world around the ledger, never the ledger. */
  around?: boolean;
  may?: (model: Readonly<Model>, p: P) => boolean;
  act: (model: Model, ground: Ground, p: P) => Promise<Said>;
}

export type LedgerCommand = fc.AsyncCommand<Model, Ground>;

/** Acts, then judges the ledger. */
export function command<P>(kind: Kind<P>, p: P): LedgerCommand {
  return {
    check: (model) => kind.may?.(model, p) ?? true,
    async run(model, ground) {
      const said = await kind.act(model, ground, p);
      const changed = await judge(model, ground, said);
      countCommand(kind.name, kind.around === true ? "around" : changed ? "effect" : "none");
    },
    toString: () => `${kind.name}(${JSON.stringify(p)})`,
  };
}
