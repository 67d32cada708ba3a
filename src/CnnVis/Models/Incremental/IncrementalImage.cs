using CnnVis.Runtime;

namespace CnnVis.Models;

/// <summary>Scores an image with windows filled, by computing what each window changes and taking the rest from the unchanged image.</summary>
internal sealed class IncrementalImage : IDisposable
{
    private readonly IncrementalNetwork _network;
    private readonly CancellationToken _cancellationToken;
    private readonly float[] _fill;
    private readonly int _columns;
    private readonly IncrementalBatches _batches;
    private readonly List<float[]> _unchanged = [];
    private readonly List<float[]> _parts = [];
    private readonly float[] _tail;

    /// <param name="network">The network.</param>
    /// <param name="image">The unchanged image.</param>
    /// <param name="fill">What windows are filled with: an image of the same shape.</param>
    /// <param name="batches">How many windows are computed together.</param>
    /// <param name="cancellationToken">Cancels the runs.</param>
    public IncrementalImage(IncrementalNetwork network, ImageTensor image, float[] fill, IncrementalBatches batches, CancellationToken cancellationToken)
    {
        _network = network;
        _cancellationToken = cancellationToken;
        _columns = network.Plan.Stages[0].Columns.Starts.Count;
        _batches = batches;
        _fill = Stages[0].From.WithPadding(fill, Buffers);
        _unchanged.Add(Stages[0].From.WithPadding(image.Values, Buffers));
        for (int i = 0; i < Stages.Count; i++)
        {
            LocalTensor input = Stages[i].Input;
            using TensorRun run = network.RunStage(i, _unchanged[i], input.Shape, cancellationToken);
            ReadOnlySpan<float> result = run.Span(Stages[i].Result.Name);
            _unchanged.Add(i + 1 < Stages.Count ? Stages[i].To.WithPadding(result, Buffers) : Copy(result));
            _parts.Add(Buffers.Rent(_batches.Stage * Stages[i].InputPart.Length));
        }

        _tail = Buffers.Rent(Capacity * Last.Length);
        for (int i = 0; i < Capacity; i++)
        {
            _unchanged[^1].CopyTo(_tail, i * Last.Length);
        }
    }

    /// <summary>How many windows are scored together at most.</summary>
    public int Capacity => _batches.Most;

    private FloatBuffers Buffers => _network.Budget.Buffers;

    private IReadOnlyList<IncrementalStage> Stages => _network.Plan.Stages;

    private CellLayout Last => Stages[^1].Result.Layout;

    /// <summary>What scoring so many windows together takes.</summary>
    public long BytesOf(int windows) => (Math.Min(windows, _batches.Stage) * _network.Plan.BytesPerWindow) + (Math.Min(windows, _batches.Tail) * _network.TailBytes);

    /// <summary>Scores some windows.</summary>
    /// <param name="windows">Their numbers in the grid, row by row.</param>
    /// <param name="places">Where they lie on the image.</param>
    public ScorePass Score(int[] windows, PixelRectangle[] places)
    {
        try
        {
            for (int first = 0; first < windows.Length; first += _batches.Stage)
            {
                Range together = first..Math.Min(first + _batches.Stage, windows.Length);
                RunStages(windows[together], places[together], first);
            }

            return Tail(windows.Length);
        }
        finally
        {
            Parallel.For(0, windows.Length, i =>
            {
                PixelRectangle changed = Changed(Stages[^1], windows[i]);
                Last.Copy(_unchanged[^1], changed, Last, _tail.AsSpan(i * Last.Length, Last.Length), changed.Top, changed.Left);
            });
        }
    }

    /// <summary>Hands its memory back.</summary>
    public void Dispose()
    {
        foreach (float[] buffer in _unchanged.Concat(_parts).Append(_fill).Append(_tail))
        {
            Buffers.Return(buffer);
        }
    }

    private float[] Copy(ReadOnlySpan<float> values)
    {
        float[] copy = Buffers.Rent(values.Length);
        values.CopyTo(copy);
        return copy;
    }

    /// <summary>Writes what some windows change into the tail's images, from one of these on.</summary>
    private void RunStages(int[] windows, PixelRectangle[] places, int firstImage)
    {
        int count = windows.Length;
        TensorRun? earlier = null;
        try
        {
            for (int stage = 0; stage < Stages.Count; stage++)
            {
                int index = stage;
                TensorRun? before = earlier;
                Parallel.For(0, count, i => WritePart(index, windows[i], places[i], before, i));

                int[] shape = Stages[stage].Input.ShapeOf(count, Stages[stage].InputPart);
                TensorRun run = _network.RunStage(stage, _parts[stage].AsMemory(0, count * Stages[stage].InputPart.Length), shape, _cancellationToken);
                earlier?.Dispose();
                earlier = run;
            }

            Parallel.For(0, count, i =>
                CopyResult(Stages.Count - 1, windows[i], earlier!, i, Last, _tail.AsSpan((firstImage + i) * Last.Length, Last.Length), top: 0, left: 0));
        }
        finally
        {
            earlier?.Dispose();
        }
    }

    private ScorePass Tail(int count)
    {
        var passes = new List<ScorePass>();
        for (int first = 0; first < count; first += _batches.Tail)
        {
            int some = Math.Min(_batches.Tail, count - first);
            passes.Add(_network.RunTail(_tail.AsMemory(first * Last.Length, some * Last.Length), some, _cancellationToken));
        }

        return ScorePass.Join(passes);
    }

    /// <summary>A part of the stage's unchanged input, with what the window changes of it.</summary>
    private void WritePart(int index, int window, PixelRectangle place, TensorRun? earlier, int i)
    {
        IncrementalStage stage = Stages[index];
        CellLayout part = stage.InputPart;
        Span<float> values = _parts[index].AsSpan(i * part.Length, part.Length);
        var cells = new PixelRectangle(
            stage.Columns.Starts[window % _columns], stage.Rows.Starts[window / _columns], part.Columns, part.Rows);
        stage.Input.Layout.Copy(_unchanged[index], cells, part, values, top: 0, left: 0);
        (int rows, int columns) = stage.From.Offset;
        if (earlier is null)
        {
            PixelRectangle hidden = Common(place with { Top = place.Top + rows, Left = place.Left + columns }, cells);
            stage.Input.Layout.Copy(_fill, hidden, part, values, hidden.Top - cells.Top, hidden.Left - cells.Left);
        }
        else
        {
            CopyResult(index - 1, window, earlier, i, part, values, cells.Top - rows, cells.Left - columns);
        }
    }

    /// <summary>Copies what a window changed of a stage's result into a tensor, or a part of one that begins at a row and column.</summary>
    private void CopyResult(int index, int window, TensorRun run, int i, CellLayout to, Span<float> values, int top, int left)
    {
        IncrementalStage stage = Stages[index];
        CellLayout part = stage.ResultPart;
        // Strides may pass over cells at the edge of what changed.
        PixelRectangle changed = Common(Changed(stage, window), new PixelRectangle(left, top, to.Columns, to.Rows));
        PixelRectangle inPart = changed with
        {
            Top = changed.Top - stage.Rows.ResultStart(window / _columns),
            Left = changed.Left - stage.Columns.ResultStart(window % _columns),
        };
        part.Copy(run.Span(stage.Result.Name).Slice(i * part.Length, part.Length), inPart, to, values, changed.Top - top, changed.Left - left);
    }

    private static PixelRectangle Common(PixelRectangle one, PixelRectangle other)
    {
        int left = Math.Max(one.Left, other.Left);
        int top = Math.Max(one.Top, other.Top);
        return new PixelRectangle(
            left, top, Math.Max(0, Math.Min(one.Right, other.Right) - left), Math.Max(0, Math.Min(one.Bottom, other.Bottom) - top));
    }

    private PixelRectangle Changed(IncrementalStage stage, int window)
    {
        CellSpan rows = stage.Rows.Changed[window / _columns];
        CellSpan columns = stage.Columns.Changed[window % _columns];
        return new PixelRectangle(columns.Start, rows.Start, columns.Length, rows.Length);
    }
}
