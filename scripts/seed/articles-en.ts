import type { Article } from "@/scripts/seed/articles";

export const englishArticles: readonly Article[] = [
  {
    slug: "send-less-and-say-when",
    language: "en",
    cover: "calendar",
    coverAlt: "Rows of small squares like a calendar, one of them lit",
    title: "Send less, and say when",
    summary:
      "People seldom leave because of one bad email. They leave because they do not know when it ends.",
    source: `Ask people why they left a mailing list and few will name an email that annoyed them. Most will say that there was too much of it. Yet the same people read a daily paper for years. The difference is not the number; it is that nobody told them what to expect.

## Promise a rhythm

Write it beside the field where the address goes: “one email on the first Friday of the month”. It costs you nothing, it fills the list with people who want exactly that, and it gives you a reason to say no when somebody in the house would like to send “just one more”.

Then keep it by machine. A monthly mailing that is anchored to the 31st should go out on the last day of a short month and come back to the 31st afterwards. An email due at nine should come at nine, also after the clocks have changed. Readers do not notice when this works. They do notice when it does not.

## Leave out what does not concern them

A list is cheap; make more than one. The people who asked for trade prices did not ask for the reading evening. If you keep one big list and choose by feeling each time, you will choose everybody each time.

- Give every list one sentence that says what it is for.
- When an email fits two lists, send it to both at once: whoever is on both gets it once.
- Look at a list that has not been used for a year. Either it has a purpose again, or it can go.

## When there is nothing to say

Skip it. An email that says “nothing new this month” is the one that people remember when they look for the link at the bottom. Pause the mailing, and let it go on by itself when you are ready.`,
  },
  {
    slug: "the-link-at-the-bottom",
    language: "en",
    cover: "door",
    coverAlt: "An open door with light falling through it",
    title: "The link at the bottom works for you",
    summary: "A way out that is easy to find keeps your emails out of the spam folder.",
    source: `There are two buttons with which a person can end a mailing. One is yours: the link at the bottom. The other belongs to the mail program, and it says “spam”. You would like them to use the first, because the second is counted, and the count decides where your next thousand emails land.

## Two clicks at most

The link should open a page that names the address, says from whom no more mail will come, and has one button. No password, no questions, no “your wish will be granted within ten days”. Anyone who has to search, or to sign in, takes the other button.

Why a page with a button, and not a link that does it at once? Because mail programs and virus scanners open links by themselves to look at them. A link that acts when it is opened takes people off your list who never touched it.

## And one click for mail programs

Large mail services show a small “unsubscribe” of their own beside the sender’s name. They do it for emails that carry the two headers **List-Unsubscribe** and **List-Unsubscribe-Post**, described in RFC 8058. For those who send in quantity it is a requirement by now. Posthorn puts both into every email.

## At once means at once

Suppose that a mailing to a hundred thousand is under way, and somebody leaves while it runs. Should they still get it? They should not, if it has not gone yet. So the question is asked again when their part of the mailing is about to leave, and not only when the mailing began.

Look at your figures afterwards. A few who leave after every email are healthy. If suddenly many do, it was not the link. It was the email.`,
  },
  {
    slug: "accepted-is-not-delivered",
    language: "en",
    cover: "stairs",
    coverAlt: "Steps that lead down from a bright square to a dark one",
    title: "Accepted is not delivered",
    summary: "Four words for what happens to an email, and what each of them is good for.",
    source: `“We have sent ten thousand emails.” It is a fine sentence, and it can mean four different things. Whoever reads a report should know which.

## Accepted

The provider has taken the email and given it a number. That is all that the sender can know at this moment, and it is worth knowing exactly: an email with a number need not be sent again, and must not be.

## Delivered

The server of the recipient has taken it, seconds or hours later. Whether it lies in the inbox or among the spam, that server does not say.

## Bounced

It came back. If the address does not exist, it will come back tomorrow too, and every time it does, the name of the sender loses a little. Such addresses should rest for good. If the mailbox is full, one may try again some day.

## Opened

The weakest of the four. An email counts as opened when a small picture in it is loaded, and many mail programs load it for everybody, or for nobody. Compare one week with the next, but do not build on the number itself.

## The fifth word

Sometimes the connection breaks after the email was handed over and before the answer came. Did it go? A program that assumes “no” sends it twice. A program that assumes “yes” may lose it. An honest one asks again under the same key, so that the provider can recognise the repetition, and if there is still no answer, it says *uncertain* and shows it to a person.

It is rare. But on the day when it happens, you want to know to how many, and to whom.`,
  },
];
