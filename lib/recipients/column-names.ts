const ACCENTS = /(?<=\p{Script=Latin})\p{Mn}+/gu;

/**
 * The words of a column's name, in lower case with single blanks: "E‑Mail_Address *:" is "email address", and so are
 * "emailAddress" and "📧 E-mail address".
 */
export function plainName(header: string): string {
  return (
    header
      .normalize("NFKD")
      .replace(ACCENTS, "")
      .normalize("NFC")
      .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
      .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
      .toLowerCase()
      .replaceAll("ё", "е")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      // E-mail, e mail, E_Mail; эл. почта, эл почта.
      .replace(/(?<!\p{L})e mail/gu, "email")
      .replace(/(?<!\p{L})(?:электрон\p{L}*|эл) (?=почт|адрес|ящик)/gu, "эл ")
      .trim()
  );
}

const words = (text: string) => new Set(text.split(" "));

const EMAIL_WORDS = words(
  "email emails emailaddress emailadresse mail mails mailadresse correo courriel имейл емейл мейл емайл эмейл почта почты адресэп эп",
);
const EMAIL_PHRASES =
  /(?:^| )эл (?:почт|адрес|ящик)|адрес\p{L}* эл(?: |$)|электронн\p{L}* (?:почт|адрес|ящик)/u;
const EXACT_EMAILS = new Set([
  ...[
    "email",
    "email address",
    "emailaddress",
    "emailadresse",
    "email adresse",
    "primary email",
    "mail",
    "email id",
  ],
  ...["primary email address", "email 1 value", "subscriber email", "почта", "эл почта", "эл адрес"],
  ...["адрес эл почты", "адресэп", "имейл", "емейл", "email адрес", "correo electronico", "courriel"],
]);
/** Where somebody lives, or the address: the cells tell. */
const MAYBE_EMAILS = new Set(["адрес", "address", "адреса", "adresse", "subscriber", "контакт", "contact"]);
/** Of what is said about an address and is none. */
const NO_EMAIL = words(
  "type label status state availability bounce bounced reason disabled enabled display name list lists ids id count" +
    " source consent time date opt optin optout subscribed unsubscribed confirmed verified hash domain client server" +
    " marketing permission format html opens clicks rating from all тип статус имя дата причина согласие",
);
/** Somebody else's address. */
const OF_ANOTHER = words(
  "owner manager assistant referrer referred parent agent inviter creator responsible sender reply invited created" +
    " менеджер менеджера ответственный ответственного владелец руководитель отправитель",
);
const SECOND = words(
  "secondary second alternate alternative other additional backup old work business 2 3 4 5 value2 второй вторая" +
    " дополнительный дополнительная другой запасной рабочий рабочая",
);

/**
 * How likely a column of this name holds the addresses: 4 its usual names, 3 names with it, 2 another address of the same
 * person, 1 names that say either, 0 any other, -1 an address of somebody else.
 */
export function emailScore(name: string): number {
  if (EXACT_EMAILS.has(name)) return 4;
  const parts = name.split(" ");
  if (parts.some((part) => OF_ANOTHER.has(part))) return -1;
  const isEmail = parts.some((part) => EMAIL_WORDS.has(part)) || EMAIL_PHRASES.test(name);
  if (!isEmail) return MAYBE_EMAILS.has(name) ? 1 : 0;
  if (parts.some((part) => NO_EMAIL.has(part))) return 0;
  return parts.some((part) => SECOND.has(part)) ? 2 : 3;
}

/** In the order of preference. */
export const NAMES = [
  ...["name", "full name", "fullname", "имя", "фио", "ф и о", "полное имя", "имя и фамилия", "фамилия и имя"],
  ...[
    "фамилия имя",
    "имя фамилия",
    "фамилия имя отчество",
    "display name",
    "contact name",
    "subscriber name",
  ],
  ...["контактное лицо", "получатель", "клиент", "имя контакта", "имя получателя", "contact", "контакт"],
  ...["наименование", "ad soyad", "isim", "vollstandiger name", "nombre completo", "nom complet"],
];

export const FIRST_NAMES = [
  ...["first name", "firstname", "fname", "given name", "givenname", "first", "forename", "vorname", "имя"],
  ...["prenom", "nombre", "nome", "imie", "ad", "voornaam", "fornamn", "fornavn", "etunimi"],
];

export const LAST_NAMES = [
  ...[
    "last name",
    "lastname",
    "lname",
    "family name",
    "familyname",
    "last",
    "surname",
    "second name",
    "nachname",
  ],
  ...[
    "familienname",
    "фамилия",
    "прізвище",
    "nom",
    "nom de famille",
    "apellido",
    "apellidos",
    "cognome",
    "sobrenome",
  ],
  ...["nazwisko", "soyad", "soyadi", "achternaam", "efternamn", "efternavn", "sukunimi"],
];

export const COMMENTS = [
  ...["comment", "comments", "note", "notes", "комментарий", "комментарии", "примечание", "примечания"],
  ...["заметка", "заметки", "bemerkung", "bemerkungen", "kommentar", "notizen"],
];

const USUAL_NAMES = new Set([...NAMES, ...FIRST_NAMES, ...LAST_NAMES, ...COMMENTS]);

/** Whether columns of addresses, names or comments are usually called so. */
export function isColumnName(header: string): boolean {
  const name = plainName(header);
  return USUAL_NAMES.has(name) || emailScore(name) >= 3;
}
