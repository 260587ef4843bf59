// Patterns that are errors, for no-restricted-syntax.

const PEOPLE_READ = "Text that people read lives in the message catalogues.";
const visibleAttribute =
  "JSXAttribute[name.name=/^(?:aria-(?:label|description|roledescription|valuetext|placeholder)|title|placeholder|alt|label|description|errorMessage)$/]";
const words =
  ":matches(Literal[value=/\\p{L}/u], TemplateLiteral:has(> TemplateElement[value.raw=/\\p{L}/u]))";
const choices = ":matches(ConditionalExpression, LogicalExpression)";

export const commonSyntax = [
  {
    selector: ":matches(ExportAllDeclaration, ExportNamedDeclaration[source])",
    message: "No barrels: whoever needs a name imports it from the file that declares it.",
  },
  { selector: "CatchClause > BlockStatement[body.length=0]", message: "No empty catch." },
  {
    selector:
      ":matches(FunctionDeclaration, VariableDeclarator, ClassDeclaration) > Identifier.id[name=/^(?:process|handle|execute|manage)(?:[A-Z]|r$)/]",
    message: "Name what it does: plan, claim, dispatch, settle, reap, finish, start, pause, stop.",
  },
];
export const environment = [
  {
    // The compiler replaces these two by their values; they exist before any setting is read.
    selector:
      "MemberExpression[object.name='process'][property.name='env']:not([parent.property.name=/^(?:NODE_ENV|NEXT_RUNTIME)$/]), MemberExpression[object.name='process'][property.value='env'], VariableDeclarator[init.name='process'] > ObjectPattern",
    message: "Settings are read in lib/env.ts and nowhere else.",
  },
];
const text = [
  `${visibleAttribute} > ${words}`,
  `${visibleAttribute} > JSXExpressionContainer > ${words}`,
  `${visibleAttribute} > JSXExpressionContainer > ${choices} > ${words}`,
  `:matches(JSXElement, JSXFragment) > JSXExpressionContainer > ${choices} > ${words}`,
].map((selector) => ({ selector, message: PEOPLE_READ }));

export const inApplication = [...environment, ...text];
