namespace CnnVis.Features.Outlines;

/// <summary>Finds parts that are there several times in a row and folds them into one with a count, so that most parts are saved.</summary>
internal sealed class RepeatedParts
{
    private const int LongestRepetition = 128;
    private const int LeastSaved = 2;

    private readonly IReadOnlyList<OutlinePart> _parts;
    private readonly int _exit;

    private RepeatedParts(IReadOnlyList<OutlinePart> parts, int exit)
    {
        _parts = parts;
        _exit = exit;
    }

    /// <param name="parts">Parts that come after all that they read.</param>
    public static IReadOnlyList<OutlinePart> Fold(IReadOnlyList<OutlinePart> parts) => new RepeatedParts(parts, exit: -1).Folded().Parts;

    private (IReadOnlyList<OutlinePart> Parts, int Exit) Folded()
    {
        PartRun?[] runs = BestRuns();
        var folded = new List<OutlinePart>();
        var placeOf = new int[_parts.Count];
        for (int i = 0; i < _parts.Count;)
        {
            int length = runs[i]?.Length ?? 1;
            Array.Fill(placeOf, folded.Count, i, length);
            folded.Add(runs[i] is { } run ? Repeated(run, placeOf) : _parts[i].WithSources(Places(_parts[i].Sources, placeOf)));
            i += length;
        }

        return (folded, _exit < 0 ? _exit : placeOf[_exit]);
    }

    /// <summary>For each part, the run that begins there in the folding that saves most, or null.</summary>
    private PartRun?[] BestRuns()
    {
        var best = new PartRun?[_parts.Count];
        var saved = new int[_parts.Count + 1];
        var finder = new PartRunFinder(_parts, _exit);
        for (int start = _parts.Count - 1; start >= 0; start--)
        {
            saved[start] = saved[start + 1];
            for (int period = 1; period <= Math.Min(LongestRepetition, (_parts.Count - start) / 2); period++)
            {
                foreach (PartRun run in finder.At(start, period))
                {
                    int drawnLess = period * (run.Repeats - 1);
                    if (drawnLess >= LeastSaved && drawnLess + saved[run.End] > saved[start])
                    {
                        saved[start] = drawnLess + saved[run.End];
                        best[start] = run;
                    }
                }
            }
        }

        return best;
    }

    private OutlinePart Repeated(PartRun run, int[] placeOf)
    {
        int lastStart = run.End - run.Period;
        OutlinePart[] first =
        [
            .. from offset in Enumerable.Range(0, run.Period)
               let part = _parts[run.Start + offset]
               select part.WithSources(
                   [.. part.Sources.Select(source => source < run.Start ? OutlinePart.Entry : source - run.Start).Distinct().Order()],
                   _parts[lastStart + offset].LastOutputShape),
        ];
        (IReadOnlyList<OutlinePart> inner, int exit) = new RepeatedParts(first, run.Exit).Folded();
        OutlinePart last = _parts[lastStart + run.Exit];
        return new OutlinePart
        {
            Kind = OutlinePartKind.Repeated,
            Title = $"{run.Period} parts",
            Layers = [.. Enumerable.Range(run.Start, run.Length).SelectMany(i => _parts[i].Layers)],
            OutputShape = first[run.Exit].OutputShape,
            LastOutputShape = last.LastOutputShape,
            Sources = Places(run.Entries, placeOf),
            Repeats = run.Repeats,
            Parts = inner,
            Exit = exit,
            IsDense = run.IsDense,
        };
    }

    private static int[] Places(IEnumerable<int> sources, int[] placeOf) =>
        [.. sources.Select(source => source == OutlinePart.Entry ? source : placeOf[source]).Distinct().Order()];
}
