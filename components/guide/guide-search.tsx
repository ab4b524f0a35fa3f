"use client";

import { useRouter } from "next/navigation";
import { useState, type FormEvent } from "react";
import { SearchInput } from "@/components/ui/search-input";
import { guidePath } from "@/lib/contracts/guide";

/** Searches the guide; the result has an address. */
export function GuideSearch({ search }: { search: string }) {
  const router = useRouter();
  const [text, setText] = useState(search);
  const [shown, setShown] = useState(search);
  // Another search was opened, by a link or the browser's history.
  if (search !== shown) {
    setShown(search);
    setText(search);
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const query = new URLSearchParams({ search: text.trim() }).toString();
    router.push(text.trim() === "" ? guidePath("") : `${guidePath("")}?${query}`);
  };
  return (
    <form role="search" aria-label="Guide" onSubmit={submit}>
      <SearchInput
        label="Search the guide"
        value={text}
        onValueChange={setText}
        className="w-full"
      />
    </form>
  );
}
