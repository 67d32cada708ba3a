using CnnVis.Onnx;
using CnnVis.Runtime;
using CnnVis.Runtime.Kernels;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Models;

/// <summary>The sessions of an incremental plan: one for each stage, which takes parts of any size, and one for what follows in full.</summary>
internal sealed class IncrementalNetwork : IDisposable
{
    /// <summary>The most that computing windows may hold where no limit is set.</summary>
    public const long UsualBytes = 256L << 20;

    private const int SessionsMadeTogether = 2;

    private readonly GraphRunner?[] _sessions;

    public IncrementalNetwork(IncrementalPlan plan, SessionSettings settings)
    {
        Plan = plan;
        Order = new WindowOrder(plan);
        Budget = settings.Budget;
        MostImages = settings.Execution.BatchSize ?? int.MaxValue;
        ModelProto tail = PartFrom(Last, plan.Network.Scores, AnyNumberOf(Last));
        TailBytes = plan.Network.PeakBytes(Last, tail);
        Workers = Workers.Of(settings, LeastBytes, UsualBytes);
        SessionSettings shared = Workers.Share(settings);
        _sessions = new GraphRunner[plan.Stages.Count + 1];
        // While it is made, a session's weights are there several times.
        var makers = new Workers(settings.Budget.IsLimited ? 1 : SessionsMadeTogether);
        try
        {
            makers.Each(_sessions.Length, (_, i) => _sessions[i] = i < plan.Stages.Count ? Stage(plan.Stages[i], shared) : Session(tail, shared));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IncrementalPlan Plan { get; }

    /// <summary>In which order windows are computed.</summary>
    public WindowOrder Order { get; }

    /// <summary>Whether windows were found to score as in the whole network.</summary>
    public bool IsTrusted { get; set; }

    /// <summary>The memory that windows may take.</summary>
    public MemoryBudget Budget { get; }

    /// <summary>The most images that the user wants in one run.</summary>
    public int MostImages { get; }

    /// <summary>Who runs the sessions side by side.</summary>
    public Workers Workers { get; }

    /// <summary>What one image takes behind the last cut.</summary>
    public long TailBytes { get; }

    /// <summary>What scoring one window takes.</summary>
    public long LeastBytes => Plan.BytesPerWindow + TailBytes;

    private LocalTensor Last => Plan.Stages[^1].Result;

    /// <summary>Runs a stage on parts of its input.</summary>
    public TensorRun RunStage(int stage, ReadOnlyMemory<float> parts, int[] shape, CancellationToken cancellationToken) =>
        _sessions[stage]!.Run([(Plan.Stages[stage].Input.Name, parts, shape)], [], cancellationToken);

    /// <summary>Computes the scores from the last cut.</summary>
    public ScorePass RunTail(ReadOnlyMemory<float> values, int count, CancellationToken cancellationToken)
    {
        using TensorRun run = _sessions[^1]!.Run([(Last.Name, values, Last.ShapeOf(count, Last.Layout))], [], cancellationToken);
        TensorBatch[] scores = [.. Plan.Network.Scores.Select(name => TensorBatch.Of(run.Floats(name), run.ShapeOf(name), count, count))];
        return new ScorePass(scores[0], scores[^1]);
    }

    public void Dispose() => Array.ForEach(_sessions, session => session?.Dispose());

    private GraphRunner Stage(IncrementalStage stage, SessionSettings settings)
    {
        LocalTensor input = stage.Input;
        TensorShapeProto.Types.Dimension[] shape = AnyNumberOf(input);
        (shape[input.RowAxis], shape[input.ColumnAxis]) = (Free("rows"), Free("columns"));
        ModelProto proto = PartFrom(input, [stage.Result.Name], shape);
        if (stage.From.Padding is not null)
        {
            int reader = proto.Graph.Node.IndexOf(proto.Graph.Node.Single(node => node.Input.Contains(input.Name)));
            proto.Graph.Node[reader] = ReadPadding.Without(proto.Graph.Node[reader]);
        }

        // Stages take other sizes for the unchanged image.
        return Session(proto, settings with { PlanMemory = false });
    }

    private GraphRunner Session(ModelProto part, SessionSettings settings) => KernelGraph.Compile(part, Plan.Network.Model.Name, settings);

    private ModelProto PartFrom(LocalTensor input, IReadOnlyList<string> outputs, TensorShapeProto.Types.Dimension[] shape) =>
        new GraphTail(Plan.Network.Model, Plan.Stages[0].Input.Name, input.Name, outputs).ToModel([GraphEdits.Declare(input.Name, (int)DataType.Float, shape)]);

    private static TensorShapeProto.Types.Dimension[] AnyNumberOf(LocalTensor tensor)
    {
        TensorShapeProto.Types.Dimension[] shape = [.. tensor.Shape.Select(size => new TensorShapeProto.Types.Dimension { DimValue = size })];
        shape[0] = Free("N");
        return shape;
    }

    private static TensorShapeProto.Types.Dimension Free(string name) => new() { DimParam = name };
}
