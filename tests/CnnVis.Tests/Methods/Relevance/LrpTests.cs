using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Methods.Relevance;

public class LrpTests
{
    [Fact]
    public void Options_HaveDocumentedDefaults()
    {
        var options = new LrpOptions();

        Assert.Equal(LrpComposite.EpsilonPlusFlat, options.Composite);
        Assert.Equal((null, null, null, null, LrpBias.Absorb), (options.Epsilon, options.Gamma, options.Low, options.High, options.Bias));
        Assert.Equal(LrpBias.Absorb, new ExcitationBackpropOptions().Bias);
        Assert.Equal((DeepTaylorInput.Box, null, null), (new DeepTaylorOptions().Input, new DeepTaylorOptions().Low, new DeepTaylorOptions().High));
    }

    [Theory]
    [MemberData(nameof(ReferenceCase.Names), MemberType = typeof(ReferenceCase))]
    public void Lrp_OfEveryReferenceNetwork_GivesAMapByEveryComposite(string name)
    {
        var reference = new ReferenceCase(name);
        using CnnModel model = reference.Load();
        Explainer explainer = model.Explain(reference.Input.Slice(0)).For(reference.TargetOf(0));
        foreach (LrpComposite composite in Enum.GetValues<LrpComposite>())
        {
            Explanation explanation = explainer.Lrp(new() { Composite = composite });

            Assert.True(explanation.Map.MaxMagnitude > 0, $"{composite}");
            Assert.Contains(explanation.Notes, note => note.StartsWith("Relevance that arrived at the image: ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Notes_SayHowMuchArrived()
    {
        using CnnModel model = RelevanceNetwork.Load([1, 6], hasBiases: false);
        ImageTensor image = new(Numbers.Seeded(RelevanceNetwork.Shape.ElementCount, 12), RelevanceNetwork.Shape);

        string whole = Assert.Single(model.Explain(image).For(1).Lrp().Notes);
        string[] swallowed = [.. model.Explain(image).For(1, 2).Lrp(new() { Composite = LrpComposite.Epsilon, Epsilon = 1000 }).Notes];

        Assert.Matches(@"^Relevance that arrived at the image: .* of the score .* \(100 %\)(, which is negative, so blue speaks for it)?\.$", whole);
        Assert.Contains("less than 0.1 %", Assert.Single(swallowed), StringComparison.Ordinal);
    }

    /// <summary>1 comes from 1001 and -1000: relevance of both signs, two thousand times the score.</summary>
    [Fact]
    public void Notes_SayWhereRelevanceNearlyCancels()
    {
        using CnnModel model = SmallModel.ScoringPixels(new ImageShape(1, 1, 2, TensorLayout.Nchw), [1001, -1000], classes: 1)
            .Load(new() { OutputKind = OutputKind.Logits });

        Explanation explanation = model.Explain(new ImageTensor([1, 1], new ImageShape(1, 1, 2, TensorLayout.Nchw))).For(0)
            .Lrp(new() { Composite = LrpComposite.Epsilon });

        Agreement.Within(1e-4, [1001.0, -1000], explanation.Map.Values, "map");
        Assert.Contains(explanation.Notes, note => note.Contains("nearly cancels", StringComparison.Ordinal));
    }

    [Fact]
    public void ExcitationBackprop_IsTheCompositeOfThatName()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1)).For(2);

        Assert.Equal(
            explainer.Lrp(new() { Composite = LrpComposite.ExcitationBackprop, Bias = LrpBias.Ignore }).Map.Elements.ToArray(),
            explainer.ExcitationBackprop(new() { Bias = LrpBias.Ignore }).Map.Elements.ToArray());
    }

    [Fact]
    public void DeepTaylor_OfSquaresAndBox_HaveTheSignOfTheScore()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1)).For(2);

        Explanation box = explainer.DeepTaylor(new() { Low = -1, High = 1 });
        Explanation squares = explainer.DeepTaylor(new() { Input = DeepTaylorInput.Squares });

        Assert.Equal(box.Map.Elements.ToArray(), explainer.Lrp(new() { Composite = LrpComposite.DeepTaylor, Low = -1, High = 1 }).Map.Elements.ToArray());
        Assert.NotEqual(box.Map.Elements.ToArray(), squares.Map.Elements.ToArray());
        Assert.All(squares.Map.Elements.ToArray(), value => Assert.True(value * squares.Target.Score >= 0));
    }

    // Squares count weights alone: whatever the pixels are, as long as the layer's outputs stay, so does the map.
    [Fact]
    public void DeepTaylor_OfSquares_DoesNotDependOnTheFirstPixelsSign()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 1, 2, 2)
            .Initializer("kernel", [1f, 2, -3, 1], 2, 1, 2, 1)
            .Initializer("dense", Numbers.Seeded(12, 3), 4, 3)
            .Node("Conv", "conv", ["image", "kernel"], "a")
            .Node("Abs", "rectify", ["a"], "b")
            .Node("Flatten", "flatten", ["b"], "flat")
            .Node("MatMul", "score", ["flat", "dense"], "logits")
            .Output("logits", DataType.Float, null, 3)
            .Load(new() { OutputKind = OutputKind.Logits });
        ImageShape shape = new(1, 2, 2, TensorLayout.Nchw);
        float[] pixels = [0.5f, -1, 2, 0.25f];

        float[] Map(DeepTaylorOptions options, float sign) =>
            model.Explain(new ImageTensor([.. pixels.Select(pixel => sign * pixel)], shape)).For(1).DeepTaylor(options).Map.Elements.ToArray();

        Agreement.Within(1e-6, Map(new() { Input = DeepTaylorInput.Squares }, 1), Map(new() { Input = DeepTaylorInput.Squares }, -1), "squares");
        Assert.NotEqual(Map(new() { Low = -3, High = 2 }, 1), Map(new() { Low = -3, High = 2 }, -1));
    }

    [Fact]
    public void Box_OfAPicture_IsWhatPicturesCanBe()
    {
        using CnnModel model = SmallNetwork.Create().Load(new() { Preprocessing = Preprocessing.TensorFlow });
        RgbImage picture = Numbers.Picture(8, 6, 3);

        Explanation explanation = model.Explain(picture).For(1).Lrp(new() { Composite = LrpComposite.EpsilonGammaBox });

        Assert.Contains("The box at the input holds what pictures can be: -1 to 1.", explanation.Notes);
        Explanation told = model.Explain(picture).For(1).Lrp(new() { Composite = LrpComposite.EpsilonGammaBox, Low = -1, High = 1 });
        Assert.Equal(told.Map.Elements.ToArray(), explanation.Map.Elements.ToArray());
    }

    [Fact]
    public void Box_OfATensor_GoesFromItsSmallestToItsLargestNumber()
    {
        using CnnModel model = SmallNetwork.Create().Load();
        ImageTensor image = SmallNetwork.Images(1);
        (float low, float high) = (image.Values.ToArray().Min(), image.Values.ToArray().Max());

        Explanation explanation = model.Explain(image).For(1).DeepTaylor();

        Assert.Contains(explanation.Notes, note => note.Contains("set Low and High for a better one", StringComparison.Ordinal));
        Agreement.Within(1e-6, model.Explain(image).For(1).DeepTaylor(new() { Low = low, High = high }).Map.Elements.ToArray(), explanation.Map.Elements, "map");
    }

    // A picture turned around and scaled inside the model has its bounds turned around and scaled too.
    [Fact]
    public void Box_OfChannelsLast_IsThatOfChannelsFirst()
    {
        using CnnModel first = SmallNetwork.Create().Load();
        using CnnModel last = SmallNetwork.ChannelsLast().Load(new() { Layout = TensorLayout.Nhwc });
        var options = new DeepTaylorOptions { Low = -1, High = 2 };

        float[] expected = first.Explain(SmallNetwork.Images(1)).For(1).DeepTaylor(options).Map.Values.ToArray();
        Explanation actual = last.Explain(SmallNetwork.ChannelsLast(SmallNetwork.Images(1))).For(1).DeepTaylor(options);

        Agreement.Within(1e-5, expected, actual.Map.Values, "map");
    }

    [Theory]
    [InlineData("epsilon-plus", "low=-1", "Low means nothing for the composite EpsilonPlus; it is for EpsilonGammaBox and DeepTaylor.")]
    [InlineData("deep-taylor", "epsilon=1", "Epsilon means nothing for the composite DeepTaylor; it is for the composites with epsilon in their name.")]
    [InlineData("epsilon", "gamma=1", "Gamma means nothing for the composite Epsilon; it is for EpsilonGammaBox.")]
    [InlineData("epsilon", "epsilon=0", "Epsilon must be a finite number above 0.")]
    [InlineData("epsilon-gamma-box", "gamma=-1", "Gamma must be a finite number, 0 or more.")]
    [InlineData("epsilon-gamma-box", "low=-1", "Give both Low and High, finite numbers and Low below High, or neither.")]
    public void Lrp_OptionsThatMeanNothing_AreRefused(string composite, string option, string message)
    {
        using CnnModel model = SmallNetwork.Create().Load();
        string[] parts = option.Split('=');
        Func<Explainer, Explanation> recipe = ExplanationMethod.Get("lrp")
            .Recipe(new Dictionary<string, string> { ["composite"] = composite, [parts[0]] = parts[1] });

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => recipe(model.Explain(SmallNetwork.Images(1)))).Message);
    }

    public static TheoryData<string, Func<Explainer, Explanation>> UnknownChoices => new()
    {
        { "Bias must be Absorb or Ignore.", explainer => explainer.Lrp(new() { Bias = (LrpBias)7 }) },
        { "Bias must be Absorb or Ignore.", explainer => explainer.DeepTaylor(new() { Bias = (LrpBias)7 }) },
        { "Bias must be Absorb or Ignore.", explainer => explainer.ExcitationBackprop(new() { Bias = (LrpBias)7 }) },
        { "Input must be Box or Squares.", explainer => explainer.DeepTaylor(new() { Input = (DeepTaylorInput)7 }) },
        {
            "Composite must be one of Epsilon, EpsilonPlus, EpsilonPlusFlat, EpsilonGammaBox, EpsilonAlpha2Beta1, EpsilonAlpha2Beta1Flat, ExcitationBackprop, DeepTaylor.",
            explainer => explainer.Lrp(new() { Composite = (LrpComposite)77 })
        },
    };

    [Theory]
    [MemberData(nameof(UnknownChoices))]
    public void Option_ThatIsNoChoice_IsRefused(string message, Func<Explainer, Explanation> recipe)
    {
        using CnnModel model = SmallNetwork.Create().Load();

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => recipe(model.Explain(SmallNetwork.Images(1)))).Message);
    }

    // With f = s0^2 relevance starts as 2 s0^2: nothing of it is lost to biases, of which there are none.
    [Fact]
    public void Notes_OnATargetThatIsNoWeightedSum_CompareWithWhatItStartsWith()
    {
        using CnnModel model = RelevanceNetwork.Load([1, 6], hasBiases: false);
        ImageTensor image = new(Numbers.Seeded(RelevanceNetwork.Shape.ElementCount, 12), RelevanceNetwork.Shape);

        string note = Assert.Single(model.Explain(image).For(Target.Function("square", scores => scores[0] * scores[0])).Lrp().Notes);

        Assert.Matches(@"of what it starts with, the class scores times the gradient of the target \(which is .* and no weighted sum of them\), .* \(100 %\)\.$", note);
    }

    [Fact]
    public void DeepTaylor_BoundsOfSquares_AreRefused()
    {
        using CnnModel model = SmallNetwork.Create().Load();

        Assert.Throws<ArgumentException>(() => model.Explain(SmallNetwork.Images(1)).DeepTaylor(new() { Input = DeepTaylorInput.Squares, Low = 0, High = 1 }));
    }

    [Theory]
    [InlineData("epsilon-alpha2-beta1-flat", LrpComposite.EpsilonAlpha2Beta1Flat)]
    [InlineData("excitation-backprop", LrpComposite.ExcitationBackprop)]
    public void Composite_AsText_IsInKebabCase(string text, LrpComposite composite)
    {
        using CnnModel model = SmallNetwork.Create().Load();
        Explainer explainer = model.Explain(SmallNetwork.Images(1)).For(1);

        Explanation actual = ExplanationMethod.Get("lrp").Recipe(new Dictionary<string, string> { ["composite"] = text })(explainer);

        Assert.Equal(explainer.Lrp(new() { Composite = composite }).Map.Elements.ToArray(), actual.Map.Elements.ToArray());
    }
}
