import { useTexts } from "/page/language.js";
import { en } from "./strings/en.js";
import { zh } from "./strings/zh.js";

useTexts({ en, zh });

export { format, hasText, initLanguages, onLanguage, t, translate } from "/page/language.js";
