"use client";

import { Pause, Play } from "lucide-react";
import { useEffect, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Slider } from "@/components/ui/slider";

/** How long each round is shown during playback, in milliseconds. */
const FRAME_MS = 700;

type Playback = "stopped" | "rewinding" | "playing";

export interface RoundSliderProps {
  /** null: the current state. */
  round: number | null;
  last: number;
  isLive: boolean;
  /** Whether the picture of `round` is still loading. */
  isWaiting: boolean;
  onChange: (round: number | null) => void;
}

/** Selects a round; 0 is the start, the right end the current state. */
export function RoundSlider({ round, last, isLive, isWaiting, onChange }: RoundSliderProps) {
  const [playback, setPlayback] = useState<Playback>("stopped");
  const at = Math.min(round ?? last, last);
  const isAtEnd = at >= last;
  // The address, which holds the round, follows a change only later: the end does not stop playback
  // before the first round is shown.
  if (playback === "rewinding" && !isAtEnd) setPlayback("playing");
  if (playback === "playing" && isAtEnd) setPlayback("stopped");

  useEffect(() => {
    if (playback !== "playing" || isWaiting) return;
    const timer = setTimeout(() => onChange(at + 1 >= last ? null : at + 1), FRAME_MS);
    return () => clearTimeout(timer);
  }, [playback, isWaiting, at, last, onChange]);

  if (last === 0) return null;
  const isPlaying = playback !== "stopped";
  const play = () => {
    if (isPlaying) return setPlayback("stopped");
    if (isAtEnd) onChange(0);
    setPlayback(isAtEnd ? "rewinding" : "playing");
  };
  return (
    <div className="flex items-center gap-2">
      <IconButton size="sm" label={isPlaying ? "Stop" : "Play rounds"} onClick={play}>
        {isPlaying ? <Pause aria-hidden /> : <Play aria-hidden />}
      </IconButton>
      <Slider
        className="flex-1"
        aria-label="Round"
        min={0}
        max={last}
        value={at}
        onValueChange={(next) => {
          setPlayback("stopped");
          onChange(next >= last ? null : next);
        }}
        format={(value) =>
          value >= last
            ? isLive
              ? "now"
              : `round ${value}, latest`
            : value === 0
              ? "start"
              : `round ${value}`
        }
      />
    </div>
  );
}
