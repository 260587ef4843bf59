import type { MessageInput } from "@/lib/messages/schema";
import { markdown } from "@/scripts/seed/markdown";

/** What Lantern Books writes to its customers. */
export const bookshopMessages = {
  catalogue: markdown(
    "{{name|Dear reader}}, the winter catalogue is here",
    "Forty-two books for long evenings, and a shelf of {{favourite genre|new}} titles.",
    `# Forty-two books for long evenings

Dear {{name|reader}},

the winter catalogue has left the printer. This year the shelf nearest to the stove belongs to {{favourite genre|stories of every kind}}, because so many of you asked for it.

## Three that we read twice

- **The Cartographer of Small Rooms.** A locked house, eleven maps, one of them wrong.
- **Salt on the Timetable.** A year on the ferries of the north.
- **What the Orchard Owed.** Three sisters and a harvest that nobody wants to count.

**[Open the catalogue](https://lantern-books.example/winter)**

We post to {{city|your town}} every Tuesday and Friday. What is ordered by noon leaves the same day, and wrapping is on us until Christmas.

Warm wishes from the shop,
Emma and everyone at Lantern Books
`,
  ),
  weekend: markdown(
    "For your weekend: one long read, two short ones",
    "A ferry, a garden and a murder in the reading room.",
    `# Three books for two free days

Hello {{name|there}},

rain from Friday noon, says the forecast. Here is what we would take home:

| | |
|---|---|
| **The long one** | *Salt on the Timetable*, 480 pages, £14.99 |
| **The short one** | *A Garden Without Roses*, 96 pages, £7.50 |
| **The unexpected one** | *Silence, Please*, a murder in a reading room, £8.99 |

**[Reserve one at the till](https://lantern-books.example/reserve)**

> “I missed my stop twice and did not mind.”
>
> Nora, about *Salt on the Timetable*

Next week: {{favourite genre|a shelf of surprises}}.
`,
  ),
  page: markdown(
    "Page of the day for {{name|the circle}}",
    "One page, two minutes, no more.",
    `# Today’s page

Good morning {{name|reader}},

> The lamp in the window was never meant for ships. It was meant for the one person who would have to walk home past the mill.

We talk about it on Thursday at seven, upstairs, as ever. If you cannot come to the shop from {{city|where you are}}, reply with a line and we will read it out.
`,
  ),
  trade: markdown(
    "Trade prices, this week",
    "For shops and libraries: four titles under £6.",
    `# Trade prices of the week

Good day {{name|colleague}},

| Title | List price | From ten copies |
|---|---:|---:|
| The Cartographer of Small Rooms | £12.99 | £8.10 |
| Salt on the Timetable | £14.99 | £9.30 |
| A Garden Without Roses | £7.50 | £4.60 |
| Silence, Please | £8.99 | £5.50 |

Orders of more than ten copies go to {{city|you}} free of postage. Reply by Thursday, and they are with you on Monday.

**[Order at trade prices](https://lantern-books.example/trade)**
`,
  ),
  bargain: markdown(
    "Everything must go: up to 90 % off!!!",
    "Only today.",
    `# Everything must go

{{name|Friend}}, come quickly, before it is all gone.

**[To the bargains](https://lantern-books.example/sale)**
`,
  ),
  hours: {
    format: "html",
    subject: "Open until nine on Thursdays",
    preheader: "With tea from seven on, and a chair for everybody.",
    textIsOwn: false,
    text: "",
    source: `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#20304f">
<tr><td align="center" style="padding:32px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#fffdf7">
<tr><td align="center" style="padding:40px 32px 8px;font-family:Georgia,serif;font-size:15px;letter-spacing:3px;color:#9a7b2f">LANTERN BOOKS</td></tr>
<tr><td align="center" style="padding:0 32px 20px"><h1 style="margin:0;font-family:Georgia,serif;font-size:34px;line-height:1.2;color:#20304f">Late Thursdays</h1></td></tr>
<tr><td style="padding:0 40px;font-family:Arial,sans-serif;font-size:16px;line-height:1.6;color:#2b2b2b">
<p style="margin:0 0 16px">{{name|Dear reader}}, from now on the shop stays open until nine on Thursdays, with tea from seven and a chair for everybody.</p>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="font-size:16px">
<tr><td style="padding:10px 0;border-bottom:1px solid #e6dfcb">Monday to Wednesday</td><td align="right" style="padding:10px 0;border-bottom:1px solid #e6dfcb">9 to 18</td></tr>
<tr><td style="padding:10px 0;border-bottom:1px solid #e6dfcb"><strong>Thursday</strong></td><td align="right" style="padding:10px 0;border-bottom:1px solid #e6dfcb"><strong>9 to 21</strong></td></tr>
<tr><td style="padding:10px 0">Friday and Saturday</td><td align="right" style="padding:10px 0">9 to 19</td></tr>
</table></td></tr>
<tr><td align="center" style="padding:28px 32px 40px"><a href="https://lantern-books.example/visit" style="display:inline-block;background:#9a7b2f;color:#ffffff;padding:13px 28px;font-family:Arial,sans-serif;font-size:16px;font-weight:bold;text-decoration:none">How to find us</a></td></tr>
</table></td></tr></table>`,
  },
} satisfies Record<string, MessageInput>;
