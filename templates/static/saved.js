// The list that somebody keeps: ids of courses in the storage of this browser, nowhere else.
"use strict";

const KEY = "leerloket.saved";
const MOST = 40;

function kept() {
  try {
    const ids = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(ids) ? ids.filter((id) => typeof id === "string").slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function keep(ids) {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids.slice(0, MOST)));
  } catch {
    // A browser that keeps nothing: the address still holds the list.
  }
  show();
}

function addressOf(page, ids) {
  const address = new URL(page, location.href);
  for (const id of ids) address.searchParams.append("id", id);
  return address;
}

function show() {
  const ids = kept();
  for (const link of document.querySelectorAll("a[data-saved-link]")) {
    link.href = addressOf(link.dataset.savedLink, ids);
    link.hidden = ids.length === 0;
    link.querySelector("[data-count]").textContent = String(ids.length);
  }
  for (const button of document.querySelectorAll("button[data-save]")) {
    const saved = ids.includes(button.dataset.save);
    button.hidden = false;
    button.setAttribute("aria-pressed", String(saved));
    button.querySelector("[data-words]").textContent = saved ? button.dataset.kept : button.dataset.keep;
  }
  for (const button of document.querySelectorAll("button[data-forget-all]")) button.hidden = ids.length === 0;
}

document.addEventListener("click", (event) => {
  const save = event.target.closest("button[data-save]");
  const forget = event.target.closest("a[data-forget]");
  if (save) {
    const id = save.dataset.save;
    keep(kept().includes(id) ? kept().filter((one) => one !== id) : [...kept(), id]);
  } else if (forget) {
    keep(kept().filter((one) => one !== forget.dataset.forget));
  } else if (event.target.closest("button[data-forget-all]")) {
    keep([]);
    location.assign(document.querySelector("[data-saved-page]").dataset.savedPage);
  }
});

const page = document.querySelector("[data-saved-page]");
if (page && !new URL(location.href).searchParams.has("id") && kept().length) {
  location.replace(addressOf(page.dataset.savedPage, kept()));
}
show();
