/** « Chercher » leads to a search on the page: its field is ready to be typed in. */
export function focusTheSearch(): void {
  const focus = () => {
    if (!location.hash) return;
    const form = document.getElementById(location.hash.slice(1));
    if (form?.matches("form[role=search]"))
      form.querySelector<HTMLInputElement>("input[type=search]")?.focus();
  };
  addEventListener("hashchange", focus);
  // The same address once more changes no hash.
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[href*='#']");
    if (link?.href === location.href) setTimeout(focus);
  });
  focus();
}
