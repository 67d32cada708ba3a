namespace CnnVis.Models;

/// <summary>At which cuts a network is divided for the windows of a grid.</summary>
/// <param name="Network">The network.</param>
/// <param name="Stages">Its parts, in order, that are computed around each window.</param>
/// <param name="Cost">What a window costs, in multiply-adds: the stages, and the rest of the network in full.</param>
internal sealed record IncrementalPlan(LocalNetwork Network, IReadOnlyList<IncrementalStage> Stages, double Cost)
{
    // A run's own work, shared by the windows that are computed together.
    private const double CostOfRun = 3e5;

    // A number is copied into the part and brought into ONNX Runtime's layout; what comes out goes the same way back.
    private const double CostOfPartNumber = 2 * NodeCost.OfNumber;

    /// <summary>The share of a forward pass that a window costs.</summary>
    public double Share => Cost / Network.Cost;

    /// <summary>What a window holds at one moment, about: a stage's input, its result and one tensor in between, and what follows in full.</summary>
    public long BytesPerWindow =>
        sizeof(float) * (Stages.Max(stage => 2L * (stage.LargestPart.Input.Length + stage.LargestPart.Result.Length)) + Stages[^1].Result.Layout.Length);

    /// <summary>What the stages cost for windows whose parts have so many rows and columns of each stage's input.</summary>
    public double StagesCost(Func<IncrementalStage, double> rows, Func<IncrementalStage, double> columns) =>
        Stages.Sum(stage => StageCost(stage, rows(stage), columns(stage)));

    /// <summary>The cuts between which the least is computed: the cheapest way from the image to the scores, over all sets of cuts.</summary>
    public static IncrementalPlan Cheapest(LocalNetwork network, WindowPositions rows, WindowPositions columns, double threshold = 1)
    {
        var traces = (Rows: AxisTrace.OfRows(network, rows, threshold), Columns: AxisTrace.OfColumns(network, columns, threshold));
        var ways = new List<IncrementalPlan> { new(network, [], 0) };
        for (int to = 1; to < network.Cuts.Count; to++)
        {
            ways.Add(ways.Select((way, from) => way.With(network.Cuts[from], network.Cuts[to], traces.Rows, traces.Columns)).MinBy(way => way.Cost)!);
        }

        return ways.Select((way, cut) => way.WithRest(network.Cuts[cut])).MinBy(plan => plan.Cost)!;
    }

    /// <summary>The plan of some cuts, in order, behind the image.</summary>
    public static IncrementalPlan At(LocalNetwork network, IReadOnlyList<CutPoint> cuts, WindowPositions rows, WindowPositions columns, double threshold = 1)
    {
        var traces = (Rows: AxisTrace.OfRows(network, rows, threshold), Columns: AxisTrace.OfColumns(network, columns, threshold));
        return cuts
            .Aggregate(
                (Plan: new IncrementalPlan(network, [], 0), From: network.Cuts[0]),
                (way, to) => (way.Plan.With(way.From, to, traces.Rows, traces.Columns), to))
            .Plan
            .WithRest(cuts[^1]);
    }

    private IncrementalPlan With(CutPoint from, CutPoint to, AxisTrace rowTrace, AxisTrace columnTrace)
    {
        var stage = new IncrementalStage(from, to, rowTrace.Stage(from, to), columnTrace.Stage(from, to));
        return this with { Stages = [.. Stages, stage], Cost = Cost + StageCost(stage, stage.Rows.MeanLength, stage.Columns.MeanLength) };
    }

    private double StageCost(IncrementalStage stage, double rows, double columns)
    {
        double cost = CostOfRun + (CostOfPartNumber * ((stage.Input.Layout.Length * Share(stage.Input)) + (stage.Result.Layout.Length * Share(stage.Result))));
        for (int i = stage.From.Position; i < stage.To.Position; i++)
        {
            cost += Network.Steps[i].Cost * Share(Network.Steps[i].Outputs[0]);
        }

        return cost;

        double Share(LocalTensor inside)
        {
            double sparedRows = (stage.Input.Rows - rows) * stage.Input.RowStride / inside.RowStride;
            double sparedColumns = (stage.Input.Columns - columns) * stage.Input.ColumnStride / inside.ColumnStride;
            return (inside.Rows - sparedRows) / inside.Rows * ((inside.Columns - sparedColumns) / inside.Columns);
        }
    }

    private IncrementalPlan WithRest(CutPoint cut) =>
        this with { Cost = Cost + cut.CostBehind + (Stages.Count == 0 ? 0 : CostOfRun + (NodeCost.OfNumber * cut.Tensor.Layout.Length)) };
}
