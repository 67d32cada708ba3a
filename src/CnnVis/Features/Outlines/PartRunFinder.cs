namespace CnnVis.Features.Outlines;

/// <summary>Finds runs of repetitions that can be drawn as one: the same parts, wired the same way, entered and left at one place.</summary>
internal sealed class PartRunFinder
{
    private readonly IReadOnlyList<OutlinePart> _parts;
    private readonly List<int>[] _readers;

    /// <param name="parts">Parts that come after all that they read.</param>
    /// <param name="exit">The part that is read from outside of them, or -1.</param>
    public PartRunFinder(IReadOnlyList<OutlinePart> parts, int exit)
    {
        _parts = parts;
        _readers = [.. parts.Select(_ => new List<int>())];
        for (int i = 0; i < parts.Count; i++)
        {
            foreach (int source in parts[i].Sources.Where(source => source != OutlinePart.Entry))
            {
                _readers[source].Add(i);
            }
        }

        if (exit >= 0)
        {
            _readers[exit].Add(parts.Count);
        }
    }

    /// <summary>The runs that begin at a part with repetitions of so many parts, shorter ones first.</summary>
    public IEnumerable<PartRun> At(int start, int period)
    {
        if (!IsSame(start, start + period, mayGrow: true))
        {
            return [];
        }

        int[] entries = [.. Outside(start, period).Distinct().Order()];
        if (entries.Length == 0 || ExitOf(start, period) is not { } exit)
        {
            return [];
        }

        PartRun[] chains = entries.Length == 1 ? [.. Grow(new PartRun(start, period, 1, entries, exit, IsDense: false))] : [];
        return chains.Length > 0 ? chains : Grow(new PartRun(start, period, 1, entries, exit, IsDense: true));
    }

    private IEnumerable<PartRun> Grow(PartRun run)
    {
        while (run.End + run.Period <= _parts.Count && GoesOn(run))
        {
            run = run with { Repeats = run.Repeats + 1 };
            yield return run;
        }
    }

    private bool GoesOn(PartRun run)
    {
        bool mayGrow = Enumerable.Range(run.Start, run.Period).Any(i => _parts[i].Title == "Concat");
        int[] before = run.IsDense
            ? [.. run.Entries, .. Enumerable.Range(0, run.Repeats).Select(repeat => run.Start + (repeat * run.Period) + run.Exit)]
            : [run.End - run.Period + run.Exit];
        for (int offset = 0; offset < run.Period; offset++)
        {
            if (!IsSame(run.Start + offset, run.End + offset, mayGrow) || !ReadsTheSame(run, offset, before))
            {
                return false;
            }
        }

        bool onlyTheNextReads = _readers[run.End - run.Period + run.Exit].TrueForAll(reader => reader < run.End + run.Period);
        return ExitOf(run.End, run.Period) == run.Exit && (run.IsDense || onlyTheNextReads);
    }

    /// <summary>Whether a part of the next repetition reads what that of the first does: the same places inside, all that came before from outside.</summary>
    private bool ReadsTheSame(PartRun run, int offset, int[] before)
    {
        IReadOnlyList<int> model = _parts[run.Start + offset].Sources;
        IReadOnlyList<int> sources = _parts[run.End + offset].Sources;
        int[] outside = [.. sources.Where(source => source < run.End).Order()];
        return model.Where(source => source >= run.Start).Select(source => source - run.Start).SequenceEqual(
                sources.Where(source => source >= run.End).Select(source => source - run.End))
            && (model.Any(source => source < run.Start) ? outside.SequenceEqual(before.Order()) : outside.Length == 0)
            && (!run.IsDense || model.Where(source => source < run.Start).All(run.Entries.Contains));
    }

    private IEnumerable<int> Outside(int start, int period) =>
        Enumerable.Range(start, period).SelectMany(i => _parts[i].Sources).Where(source => source < start);

    /// <summary>The one part of a repetition that is read outside of it.</summary>
    private int? ExitOf(int start, int period)
    {
        int[] exits = [.. Enumerable.Range(0, period).Where(offset => _readers[start + offset].Exists(reader => reader >= start + period))];
        return exits is [var exit] ? exit : null;
    }

    /// <summary>Where parts are joined to what came before, the channels of what follows grow; what is learned keeps its size.</summary>
    private bool IsSame(int first, int second, bool mayGrow)
    {
        (OutlinePart one, OutlinePart other) = (_parts[first], _parts[second]);
        if (one.Kind != OutlinePartKind.Layers || other.Kind != one.Kind || one.Title != other.Title || !one.Details.SequenceEqual(other.Details))
        {
            return false;
        }

        bool sameShape = one.OutputShape.SequenceEqual(other.OutputShape);
        bool sameSize = one.Layers.Sum(layer => layer.ParameterCount) == other.Layers.Sum(layer => layer.ParameterCount);
        return (sameShape && sameSize) || (mayGrow && (sameShape || (!IsProduct(one.Layers[0]) && DifferInOneAxis(one.OutputShape, other.OutputShape))));
    }

    private static bool IsProduct(Layer layer) => layer.Operator.Contains("Conv", StringComparison.Ordinal) || layer.Operator.Contains("Gemm", StringComparison.Ordinal)
        || layer.Operator.Contains("MatMul", StringComparison.Ordinal);

    private static bool DifferInOneAxis(IReadOnlyList<int> one, IReadOnlyList<int> other) =>
        one.Count == other.Count && one.Zip(other).Count(sizes => sizes.First != sizes.Second) == 1;
}
