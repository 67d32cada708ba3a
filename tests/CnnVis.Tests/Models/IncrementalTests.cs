using System.Globalization;
using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Runtime;
using CnnVis.Runtime.Kernels;
using CnnVis.Tests.Support;
using CsCheck;

namespace CnnVis.Tests.Models;

public class IncrementalTests
{
    /// <summary>Hundreds; thousands where someone has the night for it.</summary>
    private static readonly int Networks = int.Parse(Environment.GetEnvironmentVariable("CNNVIS_RANDOM_NETWORKS") ?? "300", CultureInfo.InvariantCulture);

    public static TheoryData<string> Cases => ReferenceCase.Names;

    /// <summary>Whatever the network, the windows and the cuts: the scores are those of the whole network.</summary>
    [Fact]
    public void Score_AnyLocalNetworkCutAnywhere_IsThatOfTheWholeNetwork()
    {
        int cut = 0;
        RandomLocalNetwork.Any.Sample(
            random =>
            {
                using CnnModel model = random.ToModel().Load();
                cut += Check(model, random.WindowRows, random.WindowColumns, random.Seed, random.ToString());
            },
            iter: Networks,
            threads: 1);
        Assert.True(cut > 2 * Networks, $"only {cut} cuts were tried");
    }

    /// <summary>Of so many channels that convolutions are computed with fewer multiplications.</summary>
    [Fact]
    public void Score_LocalNetworkOfManyChannels_IsThatOfTheWholeNetwork()
    {
        int faster = 0;
        RandomLocalNetwork.OfManyChannels.Sample(
            random =>
            {
                using CnnModel model = random.ToModel().Load();
                faster += Check(model, random.WindowRows, random.WindowColumns, random.Seed, random.ToString()) > 0 && HasWinograd(model, random) ? 1 : 0;
            },
            iter: Networks / 3,
            threads: 1);
        Assert.True(faster > 0, "no network had such convolutions");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Score_ReferenceNetworkAtEveryCut_IsThatOfTheWholeNetwork(string name)
    {
        using CnnModel model = new ReferenceCase(name).Load();
        Check(model, new WindowPositions(model.ImageInput.Shape.Height, 7, 5), new WindowPositions(model.ImageInput.Shape.Width, 6, 6), seed: 3, name);
    }

    /// <summary>Below a threshold the last cut is that of the changed image near the window, and that of the unchanged image elsewhere.</summary>
    [Fact]
    public void Score_BelowAThreshold_TakesWhatIsFarFromTheWindowFromTheUnchangedImage()
    {
        int cropped = 0;
        RandomLocalNetwork.Any.Sample(
            random =>
            {
                using CnnModel model = random.ToModel().Load();
                cropped += CheckThreshold(model, random);
            },
            iter: Networks,
            threads: 1);
        Assert.True(cropped > Networks, $"only {cropped} windows changed more than is kept");
    }

    /// <summary>In how many windows something was left out.</summary>
    private static int CheckThreshold(CnnModel model, RandomLocalNetwork random)
    {
        LocalNetwork network = LocalNetwork.Of(model);
        if (network.Cuts.Count < 2)
        {
            return 0;
        }

        double threshold = (1 + (random.Seed % 9)) / 10.0;
        ImageShape shape = model.ImageInput.Shape;
        var image = new ImageTensor(Numbers.Seeded(shape.ElementCount, random.Seed), shape);
        float[] fill = Numbers.Seeded(shape.ElementCount, random.Seed + 1);
        CutPoint cut = network.Cuts[^1];
        if (!Runs(() => Values(model, image, cut)))
        {
            return 0;
        }

        IncrementalStage whole = IncrementalPlan.At(network, [cut], random.WindowRows, random.WindowColumns).Stages.Single();
        using var incremental = new IncrementalNetwork(
            IncrementalPlan.At(network, [cut], random.WindowRows, random.WindowColumns, threshold), model.SessionSettings);
        IncrementalStage stage = incremental.Plan.Stages.Single();
        var scored = new IncrementalImage(incremental, image, fill, new IncrementalBatches(new Workers(1), Stage: 1, Tail: 1), CancellationToken.None);
        int cropped = 0;
        for (int window = 0; window < random.WindowRows.Count * random.WindowColumns.Count; window++)
        {
            (int row, int column) = (window / random.WindowColumns.Count, window % random.WindowColumns.Count);
            CellSpan rows = NearTheWindow(whole.Rows.Changed[row], stage.Rows.Changed[row], cut.Tensor.Rows, threshold);
            CellSpan columns = NearTheWindow(whole.Columns.Changed[column], stage.Columns.Changed[column], cut.Tensor.Columns, threshold);
            PixelRectangle place = Place(random.WindowRows[row], random.WindowColumns[column]);
            float[] hidden = image.Values.ToArray();
            shape.CopyRectangle(fill, hidden, place);
            float[] values = Values(model, image, cut);
            cut.Tensor.Layout.Copy(
                Values(model, new ImageTensor(hidden, shape), cut), Place(rows, columns), cut.Tensor.Layout, values, rows.Start, columns.Start);
            float[] expected = incremental.RunTail(values, 1, CancellationToken.None).Logits[0].ToArray();
            if (!expected.All(float.IsFinite))
            {
                return cropped;
            }

            Agreement.Within(1e-5, expected, scored.Score([window], [place]).Logits[0].ToArray(), $"{random}, threshold {threshold}, window {window}");
            cropped += rows.Length < whole.Rows.Changed[row].Length || columns.Length < whole.Columns.Changed[column].Length ? 1 : 0;
        }

        return cropped;
    }

    /// <summary>The kept cells, checked: as many as the threshold says, among those that change.</summary>
    private static CellSpan NearTheWindow(CellSpan changed, CellSpan kept, int length, double threshold)
    {
        // Cropping before the cut may leave less at the cut.
        Assert.InRange(kept.Length, 0, Math.Min(changed.Length, Math.Max(1, (int)Math.Round(threshold * length))));
        Assert.Equal(kept.Length == 0 ? changed : changed.Hull(kept), changed);
        return kept;
    }

    private static float[] Values(CnnModel model, ImageTensor image, CutPoint cut) =>
        model.Activations(image, [cut.Tensor.Name], CancellationToken.None).Single()[0].ToArray();

    /// <summary>How many sets of cuts there were.</summary>
    private static int Check(CnnModel model, WindowPositions rows, WindowPositions columns, int seed, string what)
    {
        LocalNetwork network = LocalNetwork.Of(model);
        ImageShape shape = model.ImageInput.Shape;
        var image = new ImageTensor(Numbers.Seeded(shape.ElementCount, seed), shape);
        float[] fill = Numbers.Seeded(shape.ElementCount, seed + 1);
        PixelRectangle[] places = [.. from row in Enumerable.Range(0, rows.Count) from column in Enumerable.Range(0, columns.Count) select Place(rows[row], columns[column])];
        if (!Runs(() => InFull(model, image, fill, places[0])))
        {
            return 0;
        }

        float[] expected = [.. places.SelectMany(place => InFull(model, image, fill, place))];
        if (!expected.All(float.IsFinite))
        {
            // An average of padding alone, or exponents of exponents.
            return 0;
        }

        CutPoint[][] cuts =
        [
            .. network.Cuts.Skip(1).Select(cut => new[] { cut }),
            .. network.Cuts.Count > 2 ? new[] { network.Cuts.Skip(1).ToArray(), [.. network.Cuts.Skip(1).Where((_, i) => i % 2 == seed % 2 || i == network.Cuts.Count - 2)] } : [],
        ];
        foreach (CutPoint[] chosen in cuts)
        {
            string cut = $"{what}, cut at {string.Join(", ", chosen.Select(point => point.Tensor.Name))}";
            using var incremental = new IncrementalNetwork(IncrementalPlan.At(network, chosen, rows, columns), model.SessionSettings);
            var batches = new IncrementalBatches(new Workers(1 + (seed % 3)), Stage: 1 + (seed % 5), Tail: 1 + (seed % 7));
            var scored = new IncrementalImage(incremental, image, fill, batches, CancellationToken.None);
            Assert.Empty(scored.Groups([]));
            float[][] actual = new float[places.Length][];
            foreach (int[] windows in scored.Groups([.. Enumerable.Range(0, places.Length)]))
            {
                ScorePass pass = scored.Score(windows, [.. windows.Select(window => places[window])]);
                for (int i = 0; i < windows.Length; i++)
                {
                    actual[windows[i]] = pass.Logits[i].ToArray();
                }
            }

            Agreement.Within(1e-5, expected, [.. actual.SelectMany(scores => scores)], cut);
        }

        return cuts.Length;
    }

    private static bool HasWinograd(CnnModel model, RandomLocalNetwork random)
    {
        var proto = ModelProto.Parser.ParseFrom(random.ToModel().ToBytes());
        using OptimizedGraph optimized = OptimizedGraph.TryMake(new StandIns(proto), model.Name, model.SessionSettings)!;
        return optimized.Model.Graph.Node.Any(node => node.OpType == WinogradKernel.Operator);
    }

    /// <summary>ONNX Runtime 1.31 takes two sizes for one in some networks that are one or two cells wide, and then cannot run them at all.</summary>
    private static bool Runs(Action inFull)
    {
        try
        {
            inFull();
            return true;
        }
        catch (ModelException e) when (e.Message.Contains("attempting to re-use buffer", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private static PixelRectangle Place(CellSpan rows, CellSpan columns) => new(columns.Start, rows.Start, columns.Length, rows.Length);

    private static float[] InFull(CnnModel model, ImageTensor image, float[] fill, PixelRectangle place)
    {
        float[] hidden = image.Values.ToArray();
        image.Shape.CopyRectangle(fill, hidden, place);
        return model.Evaluate(hidden, 1, image.Shape, CancellationToken.None).Logits[0].ToArray();
    }
}
