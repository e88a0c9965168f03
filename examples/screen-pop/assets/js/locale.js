/** The words of a case, in the languages that its page speaks. No document. */

const EN = {
  locale: "en",
  status: "Status",
  clinic: "Clinic",
  treatment: "Treatment",
  disposition: "Disposition",
  outcome: "Outcome",
  created_at: "Opened",
  follow_up_date: "Follow-up",
  phone: "Phone",
  home_phone: "Home phone",
  cell_phone: "Mobile",
  email: "E-mail",
  nameless: "No name",
  case: "Case",
  patient: "Patient",
  loading: "Loading…",
  signIn: "Sign in to see this case",
  signInLead: "This case is for your team only.",
  signOut: "Sign out",
  missing: "There is no case with this number",
  missingText: "It may have been erased, or the link may be incomplete.",
  forbidden: "Your account may not see cases",
  failed: "This case cannot be shown now",
  again: "Try again",
  newTab: "Open in a tab of its own",
  newTabText: "Your browser keeps no sign-in for a page that is inside of another one.",
  toStart: "Who is calling?",
  statuses: { IN_CORSO: "In progress", APPUNTAMENTO: "Appointment", CHIUSO: "Closed" },
};

const IT = {
  locale: "it",
  status: "Stato",
  clinic: "Clinica",
  treatment: "Trattamento",
  disposition: "Disposizione",
  outcome: "Esito",
  created_at: "Apertura",
  follow_up_date: "Ricontatto",
  phone: "Telefono",
  home_phone: "Telefono di casa",
  cell_phone: "Cellulare",
  email: "E-mail",
  nameless: "Senza nome",
  case: "Pratica",
  patient: "Paziente",
  loading: "Caricamento…",
  signIn: "Accedi per vedere la pratica",
  signInLead: "Questa pratica è riservata al tuo gruppo.",
  signOut: "Esci",
  form: {
    email: "Indirizzo e-mail",
    password: "Password",
    code: "Codice",
    codeHint: "Le sei cifre dell’app di autenticazione.",
    button: "Accedi",
    busy: "Accesso…",
    checking: "Controllo della password…",
    emailMissing: "Inserisci l’indirizzo e-mail",
    passwordMissing: "Inserisci la password",
    codeMissing: "Inserisci il codice dell’app di autenticazione",
    codeRequired: "La password è giusta. Il tuo account richiede anche un codice.",
  },
  missing: "Non esiste una pratica con questo numero",
  missingText: "Può essere stata cancellata, oppure il collegamento è incompleto.",
  forbidden: "Il tuo account non può vedere le pratiche",
  failed: "La pratica non può essere mostrata adesso",
  again: "Riprova",
  newTab: "Apri in una scheda",
  newTabText: "Il browser non mantiene l’accesso per una pagina dentro un’altra.",
  toStart: "Chi chiama?",
  statuses: { IN_CORSO: "In corso", APPUNTAMENTO: "Appuntamento", CHIUSO: "Chiuso" },
};

const CASE = ["clinic", "treatment", "disposition", "outcome", "created_at", "follow_up_date"];
const NUMBERS = ["phone", "home_phone", "cell_phone"];

/** The words of a language; English for one that nobody has written down. */
export function wordsOf(locale) {
  const language = locale.toLowerCase().split(/[-_]/)[0];
  return language === "it" ? IT : EN;
}

/** A status in words; one that nobody knows as it is. */
export function statusOf(words, status) {
  return words.statuses[status] ?? status ?? "";
}

/** The look of a status: the class of its badge. */
export function statusClass(status) {
  const kind = { IN_CORSO: "info", APPUNTAMENTO: "ok" }[status];
  return kind === undefined ? "badge" : `badge badge--${kind}`;
}

/**
 * The facts of a case, in the order in which they are read; what is absent is left out.
 * @param {any} match a case as the server tells it
 * @returns {{name: string, label: string, value: string}[]}
 */
export function factsOf(words, match) {
  const { patient = {}, case: about = {} } = match;
  const facts = [
    ...CASE.map((name) => ({ name, value: about[name] })),
    ...distinct(NUMBERS.map((name) => ({ name, value: patient[name] }))),
    { name: "email", value: patient.email },
  ];
  return facts
    .filter(({ value }) => typeof value === "string" && value !== "")
    .map(({ name, value }) => ({ name, label: words[name], value: written(words, name, value) }));
}

/** The same number twice is told once. */
function distinct(numbers) {
  const seen = new Set();
  return numbers.filter(({ value }) => {
    const digits = (value ?? "").replace(/\D/g, "");
    const isNew = !seen.has(digits);
    seen.add(digits);
    return isNew;
  });
}

function written(words, name, value) {
  if (name !== "created_at" && name !== "follow_up_date") {
    return value;
  }
  const date = new Date(value);
  const style = { day: "numeric", month: "long", year: "numeric" };
  return Number.isNaN(date.getTime()) ? value : date.toLocaleDateString(words.locale, style);
}
