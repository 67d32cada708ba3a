using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods;

public class CamTests
{
    [Fact]
    public void Options_Defaults()
    {
        Assert.Equal((null, LayerFusion.Mean, MapPlacement.Stretch), (new GradCamOptions().Layers, new GradCamOptions().Fuse, new GradCamOptions().Placement));
        Assert.Equal((null, null), (new ScoreCamOptions().MaxChannels, new AblationCamOptions().MaxChannels));
        Assert.Equal((8, 0.15f, 0), (new SmoothGradCamPlusPlusOptions().Samples, new SmoothGradCamPlusPlusOptions().NoiseLevel, new SmoothGradCamPlusPlusOptions().Seed));
        Assert.Equal((3, 1f), (new FinerCamOptions().Similar, new FinerCamOptions().Strength));
        Assert.Equal(0, new RandomCamOptions().Seed);
    }

    [Theory]
    [InlineData("score-cam", "max-channels", "0")]
    [InlineData("ablation-cam", "max-channels", "0")]
    [InlineData("smooth-grad-cam-plus-plus", "samples", "0")]
    [InlineData("smooth-grad-cam-plus-plus", "noise-level", "-1")]
    [InlineData("finer-cam", "similar", "0")]
    [InlineData("finer-cam", "strength", "-1")]
    public void Options_OutOfRange_AreRefusedBeforeAnyWork(string method, string option, string value)
    {
        Explainer blackBox = Explainer.ForScores(PoolingNetwork.Image, _ => throw new InvalidOperationException("It must not be asked."));

        Assert.ThrowsAny<ArgumentException>(() => ExplanationMethod.Get(method).Recipe([new(option, value)])(blackBox));
    }

    [Theory]
    [InlineData("cam")]
    [InlineData("grad-cam")]
    [InlineData("grad-cam-plus-plus")]
    [InlineData("smooth-grad-cam-plus-plus")]
    [InlineData("x-grad-cam")]
    [InlineData("hi-res-cam")]
    [InlineData("layer-cam")]
    [InlineData("grad-cam-elementwise")]
    [InlineData("score-cam")]
    [InlineData("ablation-cam")]
    [InlineData("eigen-cam")]
    [InlineData("eigen-grad-cam")]
    [InlineData("finer-cam")]
    [InlineData("random-cam")]
    public void Family_OfVerbs_TakesLayersAndNamesThem(string method)
    {
        using CnnModel model = PoolingNetwork.Create().Load();

        Explanation chosen = ExplanationMethod.Get(method).Recipe([])(model.Explain(PoolingNetwork.Image));
        Explanation given = ExplanationMethod.Get(method).Recipe([new("layers", "relu2"), new("placement", "receptive-field")])(model.Explain(PoolingNetwork.Image));

        Assert.Contains(
            "Layer: relu2, 16x16, chosen because it is the last that knows places: after it the network only pools, flattens and weighs.",
            chosen.Notes);
        Assert.Contains("Layer: relu2, 16x16.", given.Notes);
        Assert.Equal("relu2", given.Options["layers"]);
        Assert.Equal(MapScaling.PositivePart, given.Map.Scaling);
        // Every stride is 1 and every padding the same on both sides.
        Assert.Equal(new CellGrid(0.5 / 16, 0.5 / 16, 1.0 / 16, 1.0 / 16), given.Map.Cells);
        Agreement.Within(1e-5, chosen.Map.Values.ToArray(), given.Map.Values, method);
    }

    /// <summary>Global average pooling shares a weight out among the cells: Grad-CAM has it divided by their number.</summary>
    [Fact]
    public void Cam_IsGradCamTimesTheNumberOfCells_AndAddsUpToTheLogit()
    {
        using CnnModel model = PoolingNetwork.Create().Load();
        Explainer explainer = model.Explain(PoolingNetwork.Image).For(2, Target.Difference(0, 3));

        Explanation cam = explainer.Cam();
        Explanation gradCam = explainer.GradCam();

        for (int target = 0; target < 2; target++)
        {
            Agreement.Within(1e-5, gradCam.Maps[target].Values.ToArray().Select(value => value * 256), cam.Maps[target].Values, "cam");
        }

        // The biases of the classes 2, 0 and 3 are 2, 0.5 and 1.
        Assert.Equal(cam.Targets[0].Score - 2, cam.Maps[0].Values.ToArray().Average(), 1e-4);
        Assert.Equal(cam.Targets[1].Score - (0.5f - 1), cam.Maps[1].Values.ToArray().Average(), 1e-4);
    }

    [Fact]
    public void Cam_OfOtherNetworksLayersOrScores_IsRefused()
    {
        using CnnModel flattening = SmallNetwork.Create().Load();
        using CnnModel pooling = PoolingNetwork.Create().Load();
        Explainer explainer = pooling.Explain(PoolingNetwork.Image);

        Assert.Contains("does not end in global average pooling", Refused(() => flattening.Explain(SmallNetwork.Images(1)).Cam()), StringComparison.Ordinal);
        Assert.Contains("looks at the layer that is averaged", Refused(() => explainer.Cam(new() { Layers = "relu1" })), StringComparison.Ordinal);
        Assert.Contains("explains logits", Refused(() => explainer.For(Target.Probability(1)).Cam()), StringComparison.Ordinal);
    }

    [Fact]
    public void Layers_Several_AreFusedAtTheInputsSize()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1)).For(1);
        float[] relu = explainer.HiResCam(new() { Layers = "relu" }).Map.Scaled(6, 8);
        float[] pool = explainer.HiResCam(new() { Layers = "pool" }).Map.Scaled(6, 8);

        Heatmap mean = explainer.HiResCam(new() { Layers = new[] { "relu", "pool" } }).Map;
        Heatmap max = explainer.HiResCam(new() { Layers = "relu,pool", Fuse = LayerFusion.Max }).Map;

        Assert.Equal((6, 8), (mean.Height, mean.Width));
        Agreement.Within(1e-6, relu.Zip(pool, (a, b) => (a + b) / 2), mean.Values, "mean");
        Agreement.Within(1e-6, relu.Zip(pool, Math.Max), max.Values, "max");
    }

    [Fact]
    public void Layers_WithoutPlacesOrUnknown_AreRefused()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1));

        Assert.Contains("The layer flatten (Flatten) [1,48] has no places to map", Refused(() => explainer.GradCam(new() { Layers = "flatten" })), StringComparison.Ordinal);
        Assert.Contains("The model has no layer 'reul'. Near: relu", Refused(() => explainer.GradCam(new() { Layers = "reul" })), StringComparison.Ordinal);
    }

    [Fact]
    public void Map_ThatIsEmpty_SaysWhy()
    {
        using CnnModel constant = PoolingNetwork.Constant().Load();
        using CnnModel model = PoolingNetwork.Create().Load();
        using CnnModel negative = PoolingNetwork.Create().With(proto => Negate(proto.Graph.Initializer.Single(tensor => tensor.Name == "dense"))).Load();

        Assert.Contains("The map of class 2 at relu2 is empty: the score does not depend on the layer.", constant.Explain(PoolingNetwork.Image).For(2).GradCam().Notes);
        Assert.Contains("The map of class 2 at relu2 is empty: every channel weight is negative.", negative.Explain(PoolingNetwork.Image).For(2).GradCam().Notes);
        Assert.Contains(
            "The map of class 2 at relu2 is empty: what the layer shows lowers the score everywhere.",
            negative.Explain(PoolingNetwork.Image).For(2).HiResCam().Notes);
        Assert.DoesNotContain(model.Explain(PoolingNetwork.Image).For(2).GradCam().Notes, note => note.Contains("empty", StringComparison.Ordinal));

        static void Negate(TensorProto weights)
        {
            for (int i = 0; i < weights.FloatData.Count; i++)
            {
                weights.FloatData[i] = -Math.Abs(weights.FloatData[i]);
            }
        }
    }

    [Fact]
    public void ScoreCam_OfFewerChannels_TriesThoseThatVaryMostAndSaysSo()
    {
        using CnnModel model = PoolingNetwork.Create().Load();
        Explainer explainer = model.Explain(PoolingNetwork.Image);

        Explanation all = explainer.ScoreCam();
        Explanation two = explainer.ScoreCam(new() { MaxChannels = 2 });

        Assert.Contains("2 of 6 channels of relu2 were tried, those that vary most over the image.", two.Notes);
        Assert.Equal((1 + 1 + 6, 1 + 1 + 2), (all.ForwardPasses, two.ForwardPasses));
        Assert.Equal(all.Map.Values.ToArray(), explainer.ScoreCam(new() { MaxChannels = 6 }).Map.Values.ToArray());
    }

    [Fact]
    public void AblationCam_OfANegativeScore_SaysWhatTheMapShows()
    {
        using CnnModel model = PoolingNetwork.Create().Load();

        Explanation explanation = model.Explain(PoolingNetwork.Image).For(Target.WeightedSum("loss", [0, 0, -5, 0])).AblationCam();

        Assert.True(explanation.Target.Score < 0);
        Assert.Contains("The score of loss is negative, which turns the weights round: the map shows what keeps the score down.", explanation.Notes);
    }

    [Fact]
    public void RandomCam_OfAnotherSeed_IsAnother()
    {
        using CnnModel model = PoolingNetwork.Create().Load();
        Explainer explainer = model.Explain(PoolingNetwork.Image);

        Assert.NotEqual(explainer.RandomCam().Map.Values.ToArray(), explainer.RandomCam(new() { Seed = 1 }).Map.Values.ToArray());
    }

    [Fact]
    public void EigenCam_RisesWithTheMeanOfTheChannels_AndHasTheLargestVariance()
    {
        var grid = FeatureGrid.ChannelsFirst(5, 3, 4);
        float[] planes = Numbers.Seeded(60, 4);

        float[] map = CnnVis.Methods.PrincipalComponent.Project(grid, planes);

        double[] means = [.. Enumerable.Range(0, 12).Select(cell => Enumerable.Range(0, 5).Average(channel => (double)planes[(channel * 12) + cell]))];
        Assert.True(means.Zip(map, (mean, value) => mean * value).Sum() > 0);
        Assert.Equal(0, map.Average(), 1e-5);
        // No other direction has more, the channels' own included.
        double variance = map.Sum(value => (double)value * value);
        Assert.All(Enumerable.Range(0, 5), channel => Assert.True(variance >= Variance(planes.AsSpan(channel * 12, 12))));

        static double Variance(ReadOnlySpan<float> plane)
        {
            double mean = plane.ToArray().Average();
            return plane.ToArray().Sum(value => (value - mean) * (value - mean));
        }
    }

    /// <summary>Wide and tall: the products of cells and those of channels lead to one projection.</summary>
    [Fact]
    public void EigenCam_WithMoreCellsOrMoreChannels_IsTheSame()
    {
        float[] planes = Numbers.Seeded(4 * 6, 8);
        float[] padded = [.. planes, .. new float[4 * 6]];

        float[] few = CnnVis.Methods.PrincipalComponent.Project(FeatureGrid.ChannelsFirst(4, 2, 3), planes);
        float[] many = CnnVis.Methods.PrincipalComponent.Project(FeatureGrid.ChannelsFirst(8, 2, 3), padded);

        Agreement.Within(1e-5, few, many, "projection");
    }

    [Fact]
    public void FinerCam_OfStrengthZero_IsGradCam()
    {
        using CnnModel model = PoolingNetwork.Create().Load();
        Explainer explainer = model.Explain(PoolingNetwork.Image).For(1);

        Agreement.Within(1e-4, explainer.GradCam().Map.Values.ToArray(), explainer.FinerCam(new() { Strength = 0 }).Map.Values, "finer");
    }

    [Fact]
    public void FinerCam_NamesTheClassesThatItComparesWith()
    {
        using CnnModel model = PoolingNetwork.Create().Load(new() { Labels = new(["a", "b", "c", "d"]) });
        Explainer explainer = model.Explain(PoolingNetwork.Image);
        float[] logits = [.. Enumerable.Range(0, 4).Select(index => explainer.For(index).RandomCam().Target.Score)];
        int[] nearest = [.. Enumerable.Range(0, 4).Where(i => i != 1).OrderBy(i => Math.Abs(logits[i] - logits[1])).Take(2)];

        Explanation finer = explainer.For("b").FinerCam(new() { Similar = 2 });

        Assert.Equal($"b rather than {"abcd"[nearest[0]]}, {"abcd"[nearest[1]]}", finer.Target.Name);
        Assert.Equal(1, finer.Target.ClassIndex);
        Assert.Contains("needs the logit of one class", Refused(() => explainer.For(Target.Difference(0, 1)).FinerCam()), StringComparison.Ordinal);
    }

    /// <summary>With one class to compare, the lead is the difference of both logits; also where the softmax of the class is too small to be told from 0.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1e4f)]
    public void FinerCam_OfOneSimilarClass_IsGradCamOfTheDifference(float sharpness)
    {
        using CnnModel model = PoolingNetwork.Create()
            .With(proto =>
            {
                TensorProto weights = proto.Graph.Initializer.Single(tensor => tensor.Name == "dense");
                for (int i = 0; i < weights.FloatData.Count; i++)
                {
                    weights.FloatData[i] *= sharpness;
                }
            })
            .Load(new() { Labels = new(["a", "b", "c", "d"]) });
        Explainer explainer = model.Explain(PoolingNetwork.Image);

        Explanation finer = explainer.For("b").FinerCam(new() { Similar = 1 });

        string nearest = finer.Target.Name["b rather than ".Length..];
        Agreement.Within(1e-5, explainer.For(Target.Difference("b", nearest)).GradCam().Map.Values.ToArray(), finer.Map.Values, "finer");
        Assert.True(finer.Map.MaxMagnitude > 0);
    }

    [Fact]
    public void Map_OfMethodsThatTakePositiveGradients_SaysWhyItIsEmpty()
    {
        using CnnModel negative = PoolingNetwork.Create().With(proto => Set(proto, "dense", -1)).Load();
        using CnnModel silent = PoolingNetwork.Create().With(proto => Set(proto, "bias2", -1e6f)).Load();
        const string Why = "The map of class 2 at relu2 is empty: where a channel is on, more of it raises the score nowhere.";

        Assert.Contains(Why, negative.Explain(PoolingNetwork.Image).For(2).LayerCam().Notes);
        Assert.Contains("The map of class 2 at relu2 is empty: all numbers of the layer are 0.", silent.Explain(PoolingNetwork.Image).For(2).GradCam().Notes);

        static void Set(ModelProto proto, string name, float value)
        {
            TensorProto numbers = proto.Graph.Initializer.Single(tensor => tensor.Name == name);
            for (int i = 0; i < numbers.FloatData.Count; i++)
            {
                numbers.FloatData[i] = value;
            }
        }
    }

    [Fact]
    public void Options_WithoutAName_AreRefused()
    {
        Assert.Contains("Fuse must be", Assert.Throws<ArgumentException>(() => new GradCamOptions { Fuse = (LayerFusion)7 }).Message, StringComparison.Ordinal);
        Assert.Contains("Placement must be", Assert.Throws<ArgumentException>(() => new GradCamOptions { Placement = (MapPlacement)7 }).Message, StringComparison.Ordinal);
    }

    /// <summary>A pool that leaves cells out is no mean of all, and a sum of the map would not be the logit.</summary>
    [Theory]
    [InlineData(16, true)]
    [InlineData(15, false)]
    public void Cam_OfAveragePooling_NeedsAllCells(int kernel, bool isMean)
    {
        using CnnModel model = PoolingNetwork.Create()
            .With(proto =>
            {
                NodeProto pool = proto.Graph.Node.Single(node => node.Name == "pool");
                pool.OpType = "AveragePool";
                pool.Attribute.Add(GraphEdits.IntsAttribute("kernel_shape", [kernel, kernel]));
                pool.Attribute.Add(GraphEdits.IntsAttribute("strides", [16, 16]));
            })
            .Load();
        Explainer explainer = model.Explain(PoolingNetwork.Image).For(1);

        if (isMean)
        {
            Assert.True(explainer.Cam().Map.MaxMagnitude > 0);
        }
        else
        {
            Assert.Contains("does not end in global average pooling", Refused(() => explainer.Cam()), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void LikeClasses_Gradient_IsThatOfCentralDifferences()
    {
        var function = new LikeClassesFunction(1, [0, 3], strength: 0.7);
        float[] scores = [1.2f, 2, -0.5f, 0.8f];
        float[] gradient = new float[4];

        function.WriteGradient(scores, gradient);

        for (int i = 0; i < 4; i++)
        {
            const float step = 1e-2f;
            float[] ahead = [.. scores];
            float[] behind = [.. scores];
            ahead[i] += step;
            behind[i] -= step;
            Assert.Equal((function.Value(ahead) - function.Value(behind)) / ((double)ahead[i] - behind[i]), gradient[i], 1e-4);
        }
    }

    [Fact]
    public void LayerSelection_FromTextNamesOrLayers_FindsTheSame()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        LayerSelection[] selections = ["relu,pool", new[] { "relu", "pooled" }, new[] { model.Layers["relu"], model.Layers["pool"] }, LayerSelection.Parse(" relu , pool ", null)];

        Assert.All(selections, selection => Assert.Equal(["activation", "pooled"], selection.In(model).Select(layer => layer.Layer.OutputTensor)));
        Assert.Equal("relu,pool", selections[0].ToString());
        Assert.Equal(["relu"], ((LayerSelection)model.Layers["relu"]).Names);
        Assert.False(LayerSelection.TryParse("a,,b", null, out _));
        Assert.Throws<ArgumentException>(() => LayerSelection.Parse("", null));
        Assert.Throws<ArgumentException>(() => LayerSelection.FromStringArray([]));
    }

    private static string Refused(Func<object> explain) => Assert.Throws<ArgumentException>(explain).Message;
}
