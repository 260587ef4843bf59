import type { Starter } from "@/lib/messages/starter";

export const startersEn: readonly Starter[] = [
  {
    name: "newsletter",
    subject: "{{name|Hello}}, here is what’s new this month",
    preheader: "Three things worth five minutes of your time.",
    source: `# What’s new this month

Hello {{name|there}},

here are the three things from this month that we would tell you over a cup of coffee.

## The one to read first

Say in two sentences what is new and why it matters to the reader. Leave the details to the page behind the button.

**[Read the whole story](https://example.com/story)**

## Also new

- **First thing.** One sentence about what has changed.
- **Second thing.** One sentence about who it helps.
- **Third thing.** One sentence and [a link](https://example.com) for those who want more.

---

> “A sentence from a customer says more than three paragraphs of ours.”
>
> Anna, customer since 2019

Thank you for reading. Questions? Reply to this email: a person reads it.
`,
  },
  {
    name: "invitation",
    subject: "{{name|You}}, you’re invited: an evening with us",
    preheader: "Thursday at 19:00. Places are few, so save yours today.",
    source: `# You’re invited

Dear {{name|guest}},

we are opening our doors for an evening and would love to see you there.

| | |
|---|---|
| **When** | Thursday, 14 May, 19:00 |
| **Where** | 12 Market Street, second floor |
| **Entry** | Free; bring a friend |

## What awaits you

1. A short look behind the scenes
2. Something new that nobody has seen yet
3. Time to talk, with food and drink

**[Save my place](https://example.com/rsvp)**

Can’t make it? Reply with a line and we will tell you about the next one first.

See you soon!
`,
  },
  {
    name: "reminder",
    subject: "A reminder for {{name|you}}: your appointment is coming up",
    preheader: "When, where, and what to bring.",
    source: `# See you soon, {{name|dear customer}}

This is a short reminder of your appointment.

> **Tuesday, 9 June, 10:30**
>
> 12 Market Street. The entrance is in the courtyard.

**[Confirm](https://example.com/confirm)**

Please bring:

- the papers from your last visit
- a list of your questions

If the time no longer suits you, [choose another one](https://example.com/move) by the day before. It takes a minute.
`,
  },
  {
    name: "welcome",
    subject: "Welcome, {{name|it’s good to have you}}",
    preheader: "What to expect from us, and the first step.",
    source: `# Welcome!

Hello {{name|there}},

thank you for joining us. You will hear from us about twice a month: what is new, what we have learned, and now and then an offer that only readers of this list get.

## Three good places to start

1. **[Look around](https://example.com/start).** Everything we do, on one page.
2. **[Ask us](https://example.com/help).** The answers to what most people ask first.
3. **[Tell us about you](https://example.com/profile).** So that we write only about what interests you.

**[Take the first step](https://example.com/start)**

You can leave at any time: the link stands at the end of every email.
`,
  },
  {
    name: "offer",
    subject: "{{name|For you}}: something new, a week before everybody else",
    preheader: "See it first, at the price of the first week.",
    source: `# New: the thing you asked for

Hello {{name|there}},

many of you have asked for it, and today it is here. Say in two sentences what it is and what it does better than what came before.

> **20 % off in the first week**
>
> Until Sunday, 24 May. The price is taken off by itself: there is no code to remember.

**[See what’s new](https://example.com/new)**

## Three reasons to look today

1. **It saves time.** One sentence with a number that a reader can check.
2. **It works with what you have.** One sentence about what stays as it is.
3. **You can give it back.** One sentence about how, and until when.

---

Questions? Reply to this email: a person reads it.
`,
  },
  {
    name: "thanks",
    subject: "Thank you, {{name|and one question}}",
    preheader: "Two minutes that help us get better.",
    source: `# Thank you

Dear {{name|customer}},

thank you for your visit. We hope that everything was as you wished, and would like to know where it was not.

> **How was it?** Three questions, two minutes. We read every answer.

**[Give my answer](https://example.com/answer)**

## What comes of it

- **Last year you wanted longer hours.** We are open until eight now.
- **You wanted shorter queues.** You can book a time since March.

If something went wrong, reply to this email, and we will put it right.
`,
  },
];
