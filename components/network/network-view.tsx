"use client";

import { Download, ImageDown, Share2, Table2, Waypoints } from "lucide-react";
import dynamic from "next/dynamic";
import { useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import { ApiError, FailureAlert, problemAt } from "@/components/api";
import { formatAgentName, isLive, runLabel, runApiPath, useRun } from "@/components/run-data";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { formatNumber, formatPercent } from "@/components/ui/format";
import { DataList } from "@/components/ui/data-list";
import { IconButton } from "@/components/ui/icon-button";
import { Skeleton } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast-store";
import type { NetworkPicture } from "@/lib/contracts/network";
import type { RunDetail } from "@/lib/contracts/runs";
import { tableOfRowId } from "@/lib/domain/scenario/row-id";
import { AgentCard } from "./agent-card";
import { resolvePalette } from "./palette";
import { NetworkControls } from "./network-controls";
import { NetworkLegend } from "./network-legend";
import { NetworkTable } from "./network-table";
import type { NetworkViewState } from "./network-view-state";
import { RoundSlider } from "./round-slider";
import { savePicture } from "./save-picture";
import { attributeKey, colourScale, nodeRadii, defaultColour } from "./colour-scale";
import type { NetworkStage } from "./network-stage";
import { largestComponentShare, neighbourIndices } from "./structure";
import { useNetwork } from "./use-network";
import { useNetworkViewState } from "./use-network-view-state";
import { formatDegree, describeExtent, formatAttributeValue } from "./format-network";

/** Load the drawing code with the first picture only. */
const NetworkCanvas = dynamic(
  () => import("./network-canvas").then((module) => module.NetworkCanvas),
  { ssr: false, loading: () => <Skeleton className="m-4 flex-1" /> },
);

/** From below the tabs to the lower edge of the window. */
const HEIGHT = "md:h-[max(32rem,calc(100dvh-15.5rem))]";

/** A network of the run, coloured by an attribute, as it is or as it was in a round. */
export function NetworkView({ run: initial }: { run: RunDetail }) {
  const { data: run = initial } = useRun(initial.id, initial);
  const { state, change } = useNetworkViewState();
  const { data, error, refetch, isPlaceholderData } = useNetwork(run, state, state.round);
  const [last, setLast] = useState<LoadedPicture | null>(null);
  if (data && !isPlaceholderData && data !== last?.picture)
    setLast({ picture: data, focus: state.focus, hops: state.hops });
  const problem = error instanceof ApiError ? problemAt(error.problems, "/focus") : undefined;
  // An unknown agent is a typing error: keep the picture and mark the field.
  const picture = data ?? (problem === undefined ? undefined : last?.picture);
  if (error && !picture) {
    return state.focus !== null || state.round !== null || state.network !== null ? (
      <FailureAlert
        title="This part of the network cannot be shown"
        error={error}
        onRetry={() => change({ focus: null, round: null, network: null, agent: null })}
      />
    ) : (
      <FailureAlert
        title="The network could not be loaded"
        error={error}
        onRetry={() => void refetch()}
      />
    );
  }
  if (!picture) return <Skeleton className={`h-96 ${HEIGHT}`} />;
  return (
    <>
      {error && problem === undefined ? (
        <FailureAlert
          title="This part of the network cannot be shown"
          error={error}
          onRetry={() => change({ focus: null, round: null, network: null, agent: null })}
        />
      ) : null}
      <NetworkPanel
        run={run}
        loaded={{ focus: state.focus, hops: state.hops, ...last, picture }}
        state={state}
        change={change}
        isWaiting={isPlaceholderData}
        problem={problem}
      />
    </>
  );
}

/** The loaded picture and its focus, which lag behind what the page asks for. */
type LoadedPicture = Pick<NetworkViewState, "focus" | "hops"> & {
  readonly picture: NetworkPicture;
};

interface NetworkPanelProps {
  run: RunDetail;
  loaded: LoadedPicture;
  state: NetworkViewState;
  change: (to: Partial<NetworkViewState>) => void;
  isWaiting: boolean;
  /** Why the requested agent cannot be shown. */
  problem: string | undefined;
}

function NetworkPanel({ run, loaded, state, change, isWaiting, problem }: NetworkPanelProps) {
  const { picture } = loaded;
  const stage = useRef<Pick<NetworkStage, "snapshot"> | null>(null);
  const card = useRef<HTMLElement>(null);
  const colour = state.colour ?? defaultColour(picture);
  const scale = useMemo(() => colourScale(picture, colour), [picture, colour]);
  const attribute = picture.attributes.find((one) => attributeKey(one) === colour);
  const structure = useStructure(picture);
  const scene = useMemo(
    () => ({
      ...structure,
      directed: picture.directed,
      classByNode: scale.classByNode,
      radii: nodeRadii(picture, state.size),
      selected: picture.nodes.findIndex(({ id }) => id === state.agent),
    }),
    [structure, picture, scale, state.size, state.agent],
  );
  const describe = useCallback(
    (at: number) => {
      const node = picture.nodes[at];
      if (!node) return "";
      return [
        formatAgentName(node.id, picture.names[node.id]),
        ...(attribute
          ? [`${attribute.label}: ${formatAttributeValue(attribute, attribute.values[at])}`]
          : []),
        `Ties: ${formatDegree(node.degree)}`,
      ].join("\n");
    },
    [picture, attribute],
  );
  const onChoose = useCallback(
    (at: number) => change({ agent: picture.nodes[at]?.id ?? null }),
    [picture, change],
  );
  const onRound = useCallback((round: number | null) => change({ round }), [change]);
  const extent = describeExtent(picture, loaded.focus, loaded.hops);

  const save = async () => {
    const copy = stage.current?.snapshot();
    if (!copy || !card.current) return;
    try {
      await savePicture(
        copy,
        resolvePalette(card.current, scale.classes),
        scale,
        {
          title:
            `${picture.label}, ` +
            `${picture.round === 0 ? "at the start" : `round ${picture.round}`}: ` +
            `${scale.title}${scale.unit === null ? "" : ` (${scale.unit})`}`,
          lines: [
            extent,
            `Simulated data, ${run.isDemo ? `${run.model}, not a language model` : run.model} ` +
              `· ${run.studyName} · ${runLabel(run).toLowerCase()}, seed ${run.seed} · ` +
              "Microcosm",
          ],
        },
        `network-${picture.network}-round-${picture.round}.png`,
      );
    } catch {
      toast.error("The picture could not be saved", {
        description: "The browser could not create the file. Try a smaller window.",
      });
    }
  };

  return (
    <Card
      ref={card}
      className={`grid grid-cols-1 overflow-hidden md:grid-cols-[minmax(0,1fr)_18rem] ${HEIGHT}`}
    >
      <div className="flex min-h-0 min-w-0 flex-col max-md:h-[28rem]">
        {picture.shown === "all" ? null : (
          <p className="shrink-0 border-b border-border px-3 py-2 text-sm text-muted-foreground">
            {extent}
          </p>
        )}
        {picture.nodes.length === 0 ? (
          <EmptyState
            className="my-auto"
            icon={Waypoints}
            title="No agents yet"
            description="Agents and their ties appear when the run is set up."
          />
        ) : state.view === "table" ? (
          <NetworkTable
            picture={picture}
            colour={colour}
            agent={state.agent}
            onChoose={(agent) => change({ agent })}
          />
        ) : (
          <NetworkCanvas
            scene={scene}
            classes={scale.classes}
            label={`Network “${picture.label}”, coloured by ${scale.title}. ${extent}`}
            describe={describe}
            onSelect={onChoose}
            stageRef={stage}
          />
        )}
        <div className="flex shrink-0 items-center gap-2 border-t border-border px-3 py-2">
          <div className="min-w-0 flex-1">
            <RoundSlider
              round={state.round}
              last={run.progress.round}
              isLive={isLive(run.progress)}
              isWaiting={isWaiting}
              onChange={onRound}
            />
          </div>
          <IconButton
            size="sm"
            label={state.view === "table" ? "Show as picture" : "Show as table"}
            onClick={() => change({ view: state.view === "table" ? "picture" : "table" })}
          >
            {state.view === "table" ? <Share2 aria-hidden /> : <Table2 aria-hidden />}
          </IconButton>
          <IconButton
            size="sm"
            label="Save as PNG"
            disabled={state.view === "table" || picture.nodes.length === 0}
            onClick={() => void save()}
          >
            <ImageDown aria-hidden />
          </IconButton>
        </div>
      </div>
      <aside
        aria-label="Network settings"
        className={cn(
          "flex min-h-0 flex-col gap-4 overflow-y-auto border-border p-4 max-md:border-t",
          "md:border-l",
        )}
      >
        <NetworkControls
          run={run}
          picture={picture}
          state={state}
          colour={colour}
          change={change}
          problem={problem}
          legend={picture.nodes.length === 0 ? null : <NetworkLegend scale={scale} />}
        />
        {state.agent === null || problem !== undefined ? null : (
          <AgentCard
            runId={run.id}
            agent={state.agent}
            picture={picture}
            isAgent={run.agentTypes.includes(tableOfRowId(state.agent))}
            isFocus={state.focus === state.agent}
            onFocus={() => change({ focus: state.agent })}
            onClose={() => change({ agent: null })}
          />
        )}
        <NetworkStatistics run={run} picture={picture} />
      </aside>
    </Card>
  );
}

/**
 * Returns the same objects as long as agents and ties are the same, so that a change of round moves
 * nobody.
 */
function useStructure(picture: NetworkPicture) {
  const key = useMemo(
    () => `${picture.nodes.map(({ id }) => id).join(" ")}|${picture.edges.join(" ")}`,
    [picture],
  );
  // The key covers everything that this reads of the picture.
  return useMemo(
    () => ({
      ids: picture.nodes.map(({ id }) => id),
      edges: picture.edges,
      neighbours: neighbourIndices(picture),
    }),
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [key],
  );
}

function NetworkStatistics({ run, picture }: { run: RunDetail; picture: NetworkPicture }) {
  // Takes a while for thousands of agents: draw the picture first.
  const settled = useDeferredValue(picture);
  const share = useMemo(() => largestComponentShare(settled), [settled]);
  const ends = picture.directed ? 1 : 2;
  return (
    <section
      aria-label="Network statistics"
      className="mt-auto flex flex-col gap-3 border-t border-border pt-3 text-sm"
    >
      <DataList
        className="gap-x-3 gap-y-1"
        items={[
          { label: "Agents", value: formatNumber(picture.agents) },
          { label: "Ties", value: formatNumber(picture.ties) },
          {
            label: picture.directed ? "Mean out-degree" : "Mean degree",
            value: formatNumber(
              picture.agents === 0 ? null : (ends * picture.ties) / picture.agents,
            ),
          },
          ...(picture.nodes.length === 0
            ? []
            : [
                {
                  label: "Largest component",
                  value:
                    picture.shown === "all"
                      ? formatPercent(share)
                      : `${formatPercent(share)} of agents shown`,
                },
              ]),
        ]}
      />
      <Button size="sm" asChild className="self-start">
        <a href={`${runApiPath(run.id)}/files/network-${picture.network}.csv`} download>
          <Download aria-hidden />
          Download ties (CSV)
        </a>
      </Button>
    </section>
  );
}
