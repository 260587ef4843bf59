import type { MessageInput } from "@/lib/messages/schema";
import { markdown } from "@/scripts/seed/markdown";

/** What the tea shop «Северный сад» writes to its customers. */
export const teashopMessages = {
  oolong: markdown(
    "{{name|Здравствуйте}}, приехал новый улун",
    "Осенний сбор, двадцать килограммов, больше не будет.",
    `# Осенний сбор уже на полках

Здравствуйте, {{name|дорогой гость}}!

В прошлом письме мы обещали рассказать, когда приедет осенний сбор. Он приехал: три улуна и один красный чай с той же горы.

## Что попробовать

| | |
|---|---|
| **Тихий склон** | светлый, с запахом луговых цветов, 640 ₽ за 50 г |
| **Медный чайник** | сильная прожарка, вкус печёных яблок, 720 ₽ за 50 г |
| **Третий мост** | для тех, кто любит {{любимый чай|чай без спешки}}, 810 ₽ за 50 г |

**[Посмотреть весь сбор](https://severny-sad.example/osen)**

Доставка в город {{город|по вашему адресу}} занимает от двух до пяти дней. К каждому заказу кладём пробник красного чая.

Ольга и вся чайная «Северный сад»
`,
  ),
  week: markdown(
    "Чай недели для вас, {{name|дорогой гость}}",
    "Один чай, один рецепт, минута чтения.",
    `# Иван-чай с сушёной вишней

Добрый день, {{name|дорогой гость}}!

На этой неделе завариваем иван-чай с сушёной вишней. Хорош горячим, а холодным ещё лучше.

1. Две ложки на пол-литра.
2. Вода девяносто градусов.
3. Семь минут под крышкой.

> Налейте вечером в кувшин, а утром добавьте лёд и мяту.

**[Положить в корзину, 390 ₽](https://severny-sad.example/ivan-chai)**

На следующей неделе поговорим о том, чем {{любимый чай|сенча}} отличается от своих соседей по полке.
`,
  ),
  boxes: {
    format: "html",
    subject: "Собираем подарочные коробки",
    preheader: "Четыре чая, мёд и открытка, которую подпишем за вас.",
    textIsOwn: false,
    text: "",
    source: `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#e7efe6">
<tr><td align="center" style="padding:32px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff">
<tr><td style="padding:26px 40px;background:#24543f;font-family:Georgia,serif;font-size:19px;color:#ffffff">Северный сад</td></tr>
<tr><td style="padding:36px 40px 8px;font-family:Georgia,serif"><h1 style="margin:0;font-size:30px;line-height:1.25;color:#24543f">Праздник в коробке</h1></td></tr>
<tr><td style="padding:12px 40px 0;font-family:Arial,sans-serif;font-size:16px;line-height:1.6;color:#2b332e">
<p style="margin:0 0 16px">{{name|Здравствуйте}}, мы начали собирать подарочные коробки. В каждой четыре чая, мёд и открытка, которую подпишем за вас.</p>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="font-size:16px">
<tr><td style="padding:12px 16px;background:#f4f7f3">Маленькая, для коллег</td><td align="right" style="padding:12px 16px;background:#f4f7f3">1 490 ₽</td></tr>
<tr><td style="padding:12px 16px">Большая, для семьи</td><td align="right" style="padding:12px 16px">2 890 ₽</td></tr>
<tr><td style="padding:12px 16px;background:#f4f7f3">Именная, с гравировкой</td><td align="right" style="padding:12px 16px;background:#f4f7f3">3 650 ₽</td></tr>
</table></td></tr>
<tr><td style="padding:28px 40px 40px"><a href="https://severny-sad.example/podarki" style="display:inline-block;background:#24543f;color:#ffffff;padding:14px 28px;font-family:Arial,sans-serif;font-size:16px;font-weight:bold;text-decoration:none">Заказать коробку</a></td></tr>
</table></td></tr></table>`,
  },
} satisfies Record<string, MessageInput>;
