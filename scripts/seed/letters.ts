import type { Letter } from "@/scripts/seed/letter";

const BOOKS = { sender: "Lantern Books", colour: "#27407a" };
const TEA = { sender: "Чайная «Северный сад»", colour: "#2f6b4f" };

export const bookshopLetters = {
  catalogue: {
    ...BOOKS,
    subject: "{{name|Dear reader}}, the winter catalogue is here",
    preheader: "Forty-two books for long evenings, and a shelf of {{favourite genre|new}} titles.",
    title: "Forty-two books for long evenings",
    parts: [
      "Good day {{name|dear reader}},",
      "the winter catalogue has left the printer. This year the shelf nearest to the stove belongs to {{favourite genre|stories of every kind}}, because so many of you asked for it.",
      { heading: "Three that we read twice" },
      {
        points: [
          "<em>The Cartographer of Small Rooms</em>: a locked house, eleven maps, one of them wrong.",
          "<em>Salt on the Timetable</em>: a year on the ferries of the north.",
          "<em>What the Orchard Owed</em>: three sisters and a harvest that nobody wants to count.",
        ],
      },
      "We post to {{city|your town}} every Tuesday and Friday. What is ordered by noon leaves the same day.",
      { label: "Open the catalogue", href: "https://lantern-books.example/winter" },
    ],
  },
  circle: {
    ...BOOKS,
    subject: "Page of the day for {{name|the circle}}",
    preheader: "One page, two minutes, no more.",
    title: "Today’s page",
    parts: [
      "Good morning {{name|reader}},",
      "“The lamp in the window was never meant for ships. It was meant for the one person who would have to walk home past the mill.”",
      "We talk about it on Thursday at seven, upstairs, as ever. If you cannot come to the shop from {{city|where you are}}, write us a line and we will read it out.",
    ],
  },
  hours: {
    ...BOOKS,
    subject: "Open late in November",
    preheader: "Until nine on Thursdays, and what happens on the 30th.",
    title: "Open late in November",
    parts: [
      "{{name|Dear reader}}, on Thursdays of this month the shop stays open until nine.",
      {
        points: [
          "Monday to Wednesday: 9 to 18",
          "Thursday: 9 to 21, with tea from seven on",
          "Friday and Saturday: 9 to 19",
          "On the 30th we count books and stay closed",
        ],
      },
    ],
  },
  trade: {
    ...BOOKS,
    subject: "Trade prices of the week",
    preheader: "For shops and libraries.",
    title: "Trade prices of the week",
    parts: [
      "Good day {{name|colleague}}, the list of this week is ready. Orders of more than ten copies are sent to {{city|you}} free of postage.",
      { label: "See the list", href: "https://lantern-books.example/trade" },
    ],
  },
  bargain: {
    ...BOOKS,
    subject: "Everything must go: up to 90 % off!!!",
    preheader: "Only today.",
    title: "Everything must go",
    parts: ["{{name|Friend}}, come quickly, before it is all gone.", "Shelves, lamps and the cat excepted."],
  },
} satisfies Record<string, Letter>;

export const teashopLetters = {
  oolong: {
    ...TEA,
    subject: "{{name|Здравствуйте}}, приехал новый улун",
    preheader: "Осенний сбор, двадцать килограммов, больше не будет.",
    title: "Осенний сбор уже на полках",
    parts: [
      "Здравствуйте, {{name|дорогой гость}}!",
      "В прошлом письме мы обещали рассказать, когда приедет осенний сбор. Он приехал: три улуна и один красный чай с той же горы.",
      { heading: "Что попробовать" },
      {
        points: [
          "«Тихий склон»: светлый, с запахом луговых цветов",
          "«Медный чайник»: сильная прожарка, вкус печёных яблок",
          "«Третий мост»: для тех, кто любит {{любимый чай|чай без спешки}}",
        ],
      },
      "Доставка в город {{город|по вашему адресу}} занимает от двух до пяти дней.",
      { label: "Посмотреть чай", href: "https://severny-sad.example/osen" },
    ],
  },
  week: {
    ...TEA,
    subject: "Чай недели для вас, {{name|дорогой гость}}",
    preheader: "Один чай, один рецепт, минута чтения.",
    title: "Чай недели",
    parts: [
      "На этой неделе завариваем иван-чай с сушёной вишней: две ложки на пол-литра, вода девяносто градусов, семь минут под крышкой.",
      "Он хорош и холодным: налейте вечером в кувшин, утром добавьте лёд и мяту.",
    ],
  },
  order: {
    ...TEA,
    subject: "Собираем заказы к праздникам",
    preheader: "Подарочные коробки можно заказать до пятнадцатого числа.",
    title: "Заказы к праздникам",
    parts: [
      "{{name|Здравствуйте}}, мы начали собирать подарочные коробки. В каждой четыре чая, мёд и открытка, которую подпишем за вас.",
      { label: "Заказать коробку", href: "https://severny-sad.example/podarki" },
    ],
  },
} satisfies Record<string, Letter>;
