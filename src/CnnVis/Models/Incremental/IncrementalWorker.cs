using CnnVis.Runtime;

namespace CnnVis.Models;

/// <summary>One of those that score windows of an image side by side: runs each stage for the parts of some windows, and then what follows in full.</summary>
internal sealed class IncrementalWorker : IDisposable
{
    private readonly IncrementalNetwork _network;
    private readonly UnchangedTensors _unchanged;
    private readonly IncrementalBatches _batches;
    private readonly CancellationToken _cancellationToken;
    private readonly int _columns;

    // By turns: the last stage's result may lie where its input was.
    private readonly float[][] _parts;
    private readonly float[] _tail;

    /// <param name="network">The network.</param>
    /// <param name="unchanged">The unchanged image.</param>
    /// <param name="batches">How many windows are computed together.</param>
    /// <param name="cancellationToken">Cancels the runs.</param>
    public IncrementalWorker(IncrementalNetwork network, UnchangedTensors unchanged, IncrementalBatches batches, CancellationToken cancellationToken)
    {
        _network = network;
        _unchanged = unchanged;
        _batches = batches;
        _cancellationToken = cancellationToken;
        _columns = network.Plan.Stages[0].Columns.Starts.Count;
        int largest = Stages.Max(stage => stage.InputPart.Length);
        _parts = [Buffers.Rent(batches.Stage * largest), Buffers.Rent(batches.Stage * largest)];
        _tail = Buffers.Rent(batches.Most * Last.Length);
        for (int i = 0; i < batches.Most; i++)
        {
            unchanged.Last.CopyTo(_tail, i * Last.Length);
        }
    }

    private FloatBuffers Buffers => _network.Budget.Buffers;

    private IReadOnlyList<IncrementalStage> Stages => _network.Plan.Stages;

    private CellLayout Last => Stages[^1].Result.Layout;

    /// <summary>Scores some windows.</summary>
    /// <param name="windows">Their numbers in the grid, row by row.</param>
    /// <param name="places">Where they lie on the image.</param>
    public ScorePass Score(ReadOnlySpan<int> windows, ReadOnlySpan<PixelRectangle> places)
    {
        try
        {
            for (int first = 0; first < windows.Length; first += _batches.Stage)
            {
                int together = Math.Min(_batches.Stage, windows.Length - first);
                RunStages(windows.Slice(first, together), places.Slice(first, together), first);
            }

            return RunTail(windows.Length);
        }
        finally
        {
            for (int i = 0; i < windows.Length; i++)
            {
                PixelRectangle changed = Changed(Stages[^1], windows[i]);
                Last.Copy(_unchanged.Last, changed, Last, _tail.AsSpan(i * Last.Length, Last.Length), changed.Top, changed.Left);
            }
        }
    }

    /// <summary>Hands its memory back.</summary>
    public void Dispose() => _parts.Append(_tail).ToList().ForEach(Buffers.Return);

    /// <summary>Writes what some windows change into the tail's images, from one of these on.</summary>
    private void RunStages(ReadOnlySpan<int> windows, ReadOnlySpan<PixelRectangle> places, int firstImage)
    {
        TensorRun? earlier = null;
        try
        {
            for (int stage = 0; stage < Stages.Count; stage++)
            {
                for (int i = 0; i < windows.Length; i++)
                {
                    WritePart(stage, windows[i], places[i], earlier, i);
                }

                int[] shape = Stages[stage].Input.ShapeOf(windows.Length, Stages[stage].InputPart);
                TensorRun run = _network.RunStage(stage, PartsOf(stage).AsMemory(0, windows.Length * Stages[stage].InputPart.Length), shape, _cancellationToken);
                earlier?.Dispose();
                earlier = run;
            }

            for (int i = 0; i < windows.Length; i++)
            {
                CopyResult(Stages.Count - 1, windows[i], earlier!, i, Last, _tail.AsSpan((firstImage + i) * Last.Length, Last.Length), top: 0, left: 0);
            }
        }
        finally
        {
            earlier?.Dispose();
        }
    }

    private ScorePass RunTail(int count)
    {
        var passes = new List<ScorePass>();
        for (int first = 0; first < count; first += _batches.Tail)
        {
            int some = Math.Min(_batches.Tail, count - first);
            passes.Add(_network.RunTail(_tail.AsMemory(first * Last.Length, some * Last.Length), some, _cancellationToken));
        }

        return ScorePass.Join(passes);
    }

    private float[] PartsOf(int stage) => _parts[stage % _parts.Length];

    /// <summary>A part of the stage's unchanged input, with what the window changes of it.</summary>
    private void WritePart(int index, int window, PixelRectangle place, TensorRun? earlier, int i)
    {
        IncrementalStage stage = Stages[index];
        CellLayout part = stage.InputPart;
        Span<float> values = PartsOf(index).AsSpan(i * part.Length, part.Length);
        var cells = new PixelRectangle(
            stage.Columns.Starts[window % _columns], stage.Rows.Starts[window / _columns], part.Columns, part.Rows);
        stage.Input.Layout.Copy(_unchanged[index], cells, part, values, top: 0, left: 0);
        (int rows, int columns) = stage.From.Offset;
        if (earlier is null)
        {
            PixelRectangle hidden = Common(place with { Top = place.Top + rows, Left = place.Left + columns }, cells);
            stage.Input.Layout.Copy(_unchanged.Fill, hidden, part, values, hidden.Top - cells.Top, hidden.Left - cells.Left);
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
