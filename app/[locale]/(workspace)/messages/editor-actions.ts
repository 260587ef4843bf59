import {
  discardDraft,
  keepDraft,
  messageSavedElsewhere,
  previewMessage,
  saveMessage,
  setAsideText,
  testMessage,
} from "@/app/[locale]/(workspace)/messages/actions";

/** What the editor does, for a new message as for one that is there. */
export const editorActions = {
  save: saveMessage,
  drafts: { keep: keepDraft, discard: discardDraft },
  preview: previewMessage,
  test: testMessage,
  readSaved: messageSavedElsewhere,
  setAside: setAsideText,
};
