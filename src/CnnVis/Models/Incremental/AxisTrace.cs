namespace CnnVis.Models;

/// <summary>What the windows of a grid change in each tensor, along one axis, and what that is computed from.</summary>
internal sealed class AxisTrace
{
    private readonly LocalNetwork _network;
    private readonly WindowPositions _windows;
    private readonly double _threshold;
    private readonly Func<LocalTensor, int> _lengthOf;
    private readonly Func<LocalTensor, int> _strideOf;
    private readonly Func<LocalRead, AxisReads> _readsOf;
    private readonly Dictionary<LocalTensor, CellSpan[]> _changed = new(ReferenceEqualityComparer.Instance);

    private AxisTrace(
        LocalNetwork network,
        WindowPositions windows,
        double threshold,
        Func<LocalTensor, int> lengthOf,
        Func<LocalTensor, int> strideOf,
        Func<LocalRead, AxisReads> readsOf)
    {
        (_network, _windows, _threshold, _lengthOf, _strideOf, _readsOf) = (network, windows, threshold, lengthOf, strideOf, readsOf);
        _changed[network.Cuts[0].Tensor] = [.. Enumerable.Range(0, windows.Count).Select(position => windows[position])];
        foreach (LocalTensor tensor in network.Steps.SelectMany(step => step.Outputs))
        {
            _changed[tensor] = [.. Enumerable.Range(0, windows.Count).Select(position => ChangedIn(tensor, position))];
        }
    }

    /// <param name="network">The network.</param>
    /// <param name="windows">The windows.</param>
    /// <param name="threshold">Up to which share of a tensor's length what changes counts, nearest to the window first; 1 for all of it.</param>
    public static AxisTrace OfRows(LocalNetwork network, WindowPositions windows, double threshold) =>
        new(network, windows, threshold, tensor => tensor.Rows, tensor => tensor.RowStride, read => read.Rows);

    /// <inheritdoc cref="OfRows"/>
    public static AxisTrace OfColumns(LocalNetwork network, WindowPositions windows, double threshold) =>
        new(network, windows, threshold, tensor => tensor.Columns, tensor => tensor.ColumnStride, read => read.Columns);

    /// <summary>
    /// The part of one cut from which a later one's changed cells can be computed. It begins at a whole stride and lacks whole strides at the whole length, so that
    /// every operator in between divides it as it divides the whole; what hangs over a side of the tensor is left to the operators' own padding.
    /// </summary>
    public StageAxis Stage(CutPoint from, CutPoint to)
    {
        int length = _lengthOf(from.Entry);
        int stride = _strideOf(to.Tensor) / _strideOf(from.Tensor);
        CellSpan[] needed = [.. _changed[to.Tensor].Select(changed => Needed(from, to, changed))];
        int[] starts = [.. needed.Select(span => span.Start / stride * stride)];
        int least = LeastLength(from, to);
        int[] spared = [.. needed.Zip(starts, (span, start) => length - Math.Clamp(Math.Max(span.End - start, least), 1, length))];
        return new StageAxis(length, _lengthOf(to.Tensor), stride, starts, [.. spared.Select(cells => length - (cells / stride * stride))], _changed[to.Tensor]);
    }

    /// <summary>So many that every operator in between has a cell to compute.</summary>
    private int LeastLength(CutPoint from, CutPoint to) => Enumerable.Range(from.Position, to.Position - from.Position)
        .SelectMany(i => _network.Steps[i].Outputs)
        .Max(tensor => _lengthOf(from.Entry) - (_strideOf(tensor) / _strideOf(from.Tensor) * (_lengthOf(tensor) - 1)));

    private CellSpan ChangedIn(LocalTensor tensor, int position) => Cropped(
        tensor.Reads.Aggregate(default(CellSpan), (span, read) => span.Hull(_readsOf(read).Changed(_changed[read.Source][position]))),
        _lengthOf(tensor),
        _windows[position]);

    private CellSpan Cropped(CellSpan changed, int length, CellSpan window)
    {
        int most = Math.Max(1, (int)Math.Round(_threshold * length));
        if (changed.Length <= most)
        {
            return changed;
        }

        double centre = (window.Start + window.End) / 2.0 * length / _windows.Length;
        int start = Math.Clamp((int)Math.Round(centre - (most / 2.0)), changed.Start, changed.End - most);
        return new CellSpan(start, start + most);
    }

    private CellSpan Needed(CutPoint from, CutPoint to, CellSpan changed)
    {
        var needed = new Dictionary<LocalTensor, CellSpan>(ReferenceEqualityComparer.Instance) { [to.Tensor] = changed };
        int length = _lengthOf(from.Entry);
        CellSpan around = default;
        for (int i = to.Position - 1; i >= from.Position; i--)
        {
            foreach (LocalTensor tensor in _network.Steps[i].Outputs)
            {
                CellSpan cells = needed.GetValueOrDefault(tensor);
                if (cells.IsEmpty)
                {
                    continue;
                }

                // A cell that reads padding alone must be among those that are computed, too.
                int stride = _strideOf(tensor) / _strideOf(from.Tensor);
                int start = Math.Clamp(cells.Start * stride, 0, length - 1);
                int end = Math.Clamp(length - (stride * (_lengthOf(tensor) - cells.End)), start + 1, length);
                around = around.Hull(new CellSpan(start, end));
                foreach (LocalRead read in tensor.Reads.Select(read => read.Source == from.Tensor && from.Padding is { } padding ? padding.Read : read))
                {
                    needed[read.Source] = needed.GetValueOrDefault(read.Source).Hull(_readsOf(read).Needed(cells));
                }
            }
        }

        return around.Hull(needed.GetValueOrDefault(from.Entry));
    }
}
