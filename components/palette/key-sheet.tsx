"use client";

import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { KEY_GROUPS, KEYS, keyNames } from "@/components/ui/keys";

/** The sheet of all keys. */
export function KeySheet({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Keys"
      description="Tab and Enter reach everything else."
      width="lg"
    >
      <div className="columns-1 gap-8 sm:columns-2">
        {KEY_GROUPS.map((group) => (
          <section key={group.label} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-sm font-semibold">{group.label}</h3>
            <dl className="flex flex-col gap-1">
              {group.keys.map((name) => (
                <div key={name} className="flex items-baseline justify-between gap-4">
                  <dt className="text-muted-foreground">{KEYS[name].label}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {keyNames(name).map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
