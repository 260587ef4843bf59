import { commonSyntax, environment, inApplication } from "./syntax.mjs";

// Who may import whom, one entry per arrow of docs/decisions/0007-lint-and-tests.md. A specifier
// is matched as it is written, so `../` is forbidden everywhere: only `@/` paths say where they lead.
const climbing = forbid("^\\.\\./", "Write the path from the project's root: @/...");
const nothingImportsApp = forbid("^@/app/", "Nothing imports app.");
const applicationOnly = forbid("^@/(?:scripts|tests)/", "The application does not import scripts or tests.");
const wholeRedirect = forbid(
  "^(?:node:)?process$",
  "Settings are read in lib/env.ts, from the global process.",
);
const sdkOutsideItsFile = {
  ...forbid("^resend$", "Only lib/sending/resend.ts imports the SDK's values."),
  allowTypeImports: true,
};
const frameworks = forbid(
  "^(?:next|next-auth|next-intl|react|react-dom|@heroui)(?:$|/)",
  "This room knows no framework: app and components do.",
);
const nextLink = forbid("^next/link$", "Pages link by components/ui/link.tsx, in their language.");
const authentication = forbid("^@/lib/auth/", "Who is signed in is passed in; only app asks lib/auth.");
const componentsFromLib = forbid("^@/components/", "lib does not import components.");
// What a browser may compute for itself, beside DESIGN's schema, policy and types: held pure below.
const libInComponents = {
  ...forbid(
    "^@/lib/(?!email-address$|i18n/|[^/]+/(?:schema|policy)$|actions/(?:state|form-values)$|attempts/(?:broken-connection|counts|delivery-status)$|fields/read-value$|mailings/pace$|messages/(?:line-cuts|merge-fields|visual-(?:document|extensions|look|nodes|text))$|paging/address$|spreadsheet/text-of-file$)",
    "Components take plain data: of lib they import types, schema.ts, policy.ts and i18n.",
  ),
  allowTypeImports: true,
};
const impureInRules = {
  ...forbid(
    "^(?:@prisma/client|pg|resend|node:fs.*|@/lib/(?:db|env|redis|cache/.*|security/rate-limits|sending/.*|engine-host/.*|[^/]+/(?:queries|commands)))$",
    "Rules are pure: they take `now` and plain data.",
  ),
  allowTypeImports: true,
};
const commandsInQueries = forbid(
  "^@/lib/[^/]+/commands$",
  "A query changes nothing, so it knows no command.",
);
const roomsOutsideSending = {
  ...forbid(
    "^@/lib/(?!sending/|db$|database/|http/|storable-text$|i18n/catalogues$|messages/merge-fields$|[^/]+/(?:schedule|status|schema|policy|clock-changes)$)",
    "lib/sending imports pure rules and the database, nothing else of lib.",
  ),
  allowTypeImports: true,
};

const everywhere = [climbing, wholeRedirect];
const inLib = [...everywhere, nothingImportsApp, applicationOnly, componentsFromLib];

/** An import that is an error, by a regular expression over its specifier. */
function forbid(regex, message) {
  return { regex, message };
}

/**
 * A block of the configuration in which exactly these imports are errors, written as a statement or
 * as import(). A later block for the same file replaces an earlier one, so each carries its whole list.
 */
function zone(files, forbidden, syntax = []) {
  return {
    files: files.map((pattern) => [pattern, "**/*.{ts,tsx}"]),
    rules: {
      "@typescript-eslint/no-restricted-imports": ["error", { patterns: forbidden }],
      "no-restricted-syntax": [
        "error",
        ...forbidden.map(({ regex, message }) => ({
          // esquery ends a regular expression at the first slash, escaped or not.
          selector: `ImportExpression[source.value=/${regex.replaceAll("/", "\\x2F")}/]`,
          message,
        })),
        ...commonSyntax,
        ...syntax,
      ],
    },
  };
}

/** In the order of the layout; the last that matches a file holds for it. */
export const zones = [
  // app -> components, lib.
  zone(
    ["app/**", "middleware.ts", "instrumentation.ts"],
    [...everywhere, applicationOnly, sdkOutsideItsFile, nextLink],
    inApplication,
  ),
  // components -> schema, policy and types of lib.
  zone(
    ["components/**"],
    [...everywhere, nothingImportsApp, applicationOnly, sdkOutsideItsFile, libInComponents, nextLink],
    inApplication,
  ),
  zone(
    ["components/ui/link.tsx"],
    [...everywhere, nothingImportsApp, applicationOnly, sdkOutsideItsFile, libInComponents],
    inApplication,
  ),
  zone(["lib/**"], [...inLib, sdkOutsideItsFile], environment),
  zone(["lib/env.ts"], [...inLib, sdkOutsideItsFile]),
  // commands and queries -> pure rules, db, lib/sending; so does whatever stands beside them.
  zone(["lib/*/**"], [...inLib, sdkOutsideItsFile, frameworks, authentication], environment),
  zone(["lib/{auth,i18n,cache,actions}/**"], [...inLib, sdkOutsideItsFile], environment),
  zone(
    ["lib/*/queries.ts"],
    [...inLib, sdkOutsideItsFile, frameworks, authentication, commandsInQueries],
    environment,
  ),
  // Pure rules -> pure rules.
  zone(
    [
      "lib/email-address.ts",
      "lib/*/{schema,policy,schedule,status,clock-changes,pace,counts,delivery-status,broken-connection,merge-fields,address,why-not,read-value}.ts",
    ],
    [...inLib, sdkOutsideItsFile, frameworks, authentication, impureInRules],
    environment,
  ),
  // lib/sending -> pure rules, db.
  zone(
    ["lib/sending/**"],
    [...inLib, sdkOutsideItsFile, frameworks, authentication, roomsOutsideSending],
    environment,
  ),
  zone(["lib/sending/resend.ts"], [...inLib, frameworks, authentication, roomsOutsideSending], environment),
  // scripts -> lib.
  zone(
    ["scripts/**"],
    [
      ...everywhere,
      nothingImportsApp,
      forbid("^@/(?:components|tests)/", "scripts import lib and scripts."),
      sdkOutsideItsFile,
    ],
  ),
  // The bare loop that the engine is measured against is the SDK itself.
  zone(
    ["scripts/bench/bare-loop.ts"],
    [...everywhere, nothingImportsApp, forbid("^@/(?:components|tests)/", "scripts import lib and scripts.")],
  ),
  zone(["tests/**"], [...everywhere]),
];
