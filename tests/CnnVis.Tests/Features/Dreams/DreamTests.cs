using CnnVis.Tests.Support;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Features.Dreams;

public class DreamTests
{
    private static readonly CnnModelOptions ZeroToOne = new() { Preprocessing = Preprocessing.ZeroToOne };
    private static readonly DreamOptions Quick = new() { Steps = 20 };

    public static TheoryData<string> Models => ["NCHW", "NHWC", "one image", "joining images", "of bytes"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Channel_Rises(string name)
    {
        using CnnModel model = Load(name);

        Dream dream = model.Dream(Objective.Channel("conv", 1), Quick with { Images = 2 });

        Assert.Equal(2, dream.Images.Count);
        Assert.Equal(20, dream.ObjectiveValues.Count);
        Assert.True(dream.ObjectiveValues[^1] > dream.ObjectiveValues[0], $"{dream.ObjectiveValues[0]} to {dream.ObjectiveValues[^1]}");
        Assert.All(dream.Activations, activation => Assert.True(activation > dream.ObjectiveValues[0]));
    }

    [Fact]
    public void EveryObjective_Rises()
    {
        using CnnModel model = Load("NCHW");
        RgbImage picture = Numbers.Picture(8, 6, 50);
        Objective[] objectives =
        [
            Objective.Neuron("conv", 3), Objective.Layer("relu"), Objective.Class(1), -Objective.Channel("pool", 0), Objective.Caricature("conv", picture),
            Objective.Inversion("conv", picture), Objective.Channel("conv", 1) + (0.5f * Objective.Class(0)), Objective.Channel("score", 2),
        ];

        foreach (Objective objective in objectives)
        {
            // Without motion: on maps this small it moves the value more than a few steps do.
            Dream dream = model.Dream(objective, Quick with { Jitter = 0, Scale = 0, Rotation = 0 });

            Assert.True(dream.ObjectiveValues[^1] > dream.ObjectiveValues[0], $"{dream.Objective}: {dream.ObjectiveValues[0]} to {dream.ObjectiveValues[^1]}");
        }
    }

    [Fact]
    public void Activation_IsWhatTheModelComputesForThePicture()
    {
        using CnnModel model = Load("NCHW");

        Dream channel = model.Dream(Objective.Channel("conv", 1), Quick);
        Dream score = model.Dream(Objective.Class(2), Quick);

        Assert.Equal(model.Layers["conv"].FeatureMaps(channel.Image)[1].Values.ToArray().Average(), channel.Activation, 1e-4);
        Assert.Equal(model.Evaluate(model.ToTensor(score.Image).Memory, 1, SmallNetwork.Shape, default).Logits[0][2], score.Activation, 1e-4);
    }

    [Fact]
    public void Measure_IsTheObjectiveForPicturesAsTheyAre()
    {
        using CnnModel model = Load("NCHW");
        RgbImage[] pictures = [Numbers.Picture(8, 6, 60), Numbers.Picture(20, 30, 61)];

        IReadOnlyList<float> measured = model.Measure(2 * Objective.Channel("conv", 1), pictures);

        Assert.All(measured.Zip(pictures), pair =>
            Assert.Equal(2 * model.Layers["conv"].FeatureMaps(pair.Second)[1].Values.ToArray().Average(), pair.First, 1e-4));
        Assert.Empty(model.Measure(Objective.Class(0), []));
        Dream dream = model.Dream(Objective.Channel("pool", 1), Quick with { Size = 24 });
        Assert.Equal(dream.Activation, model.Measure(Objective.Channel("pool", 1), [dream.Image], size: 24)[0], 1e-4);
    }

    [Fact]
    public void SameSeed_IsTheSamePicture()
    {
        using CnnModel model = Load("NCHW");
        RgbImage Dreamed(int seed) => model.Dream(Objective.Channel("conv", 1), Quick with { Seed = seed }).Image;

        byte[] first = Dreamed(3).Pixels.ToArray();

        Assert.Equal(first, Dreamed(3).Pixels.ToArray());
        Assert.NotEqual(first, Dreamed(4).Pixels.ToArray());
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void PictureOfABatch_IsTheSameAlone(string name)
    {
        using CnnModel model = Load(name);

        Dream three = model.Dream(Objective.Channel("conv", 1), Quick with { Images = 3 });
        Dream one = model.Dream(Objective.Channel("conv", 1), Quick);

        Assert.NotEqual(three.Images[0].Pixels.ToArray(), three.Images[1].Pixels.ToArray());
        Assert.All(one.Image.Pixels.ToArray().Zip(three.Image.Pixels.ToArray()), pair => Assert.InRange(pair.First - pair.Second, -2, 2));
    }

    [Fact]
    public void Diversity_MakesPicturesDiffer()
    {
        using CnnModel model = Load("NCHW");
        Objective channel = Objective.Channel("conv", 1);
        DreamOptions two = Quick with { Steps = 60, Images = 2, Jitter = 0, Scale = 0, Rotation = 0 };
        double Similarity(Objective objective) => -model.Dream(Objective.Diversity("conv") * 0 + objective, two).Activation;

        Assert.InRange(Similarity(channel + (200 * Objective.Diversity("conv"))), -1, Similarity(channel) - 0.05);
    }

    [Fact]
    public void LayerOfAFixedSize_IsDreamedAtAnotherSize()
    {
        using CnnModel model = Load("NCHW");

        Dream dream = model.Dream(Objective.Channel("pool", 1), Quick with { Size = 24 });

        Assert.Equal((24, 18), (dream.Image.Width, dream.Image.Height));
        Assert.Equal(new ImageShape(3, 18, 24, TensorLayout.Nchw), dream.InputShape);
    }

    [Fact]
    public void ClassOfAFixedSize_SeesThePictureEnlarged()
    {
        using CnnModel model = new ReferenceCase("vgg").Load(ZeroToOne);

        Dream dream = model.Dream(Objective.Class(3), Quick with { Size = 20 });

        Assert.Equal((20, 20, 40), (dream.Image.Width, dream.Image.Height, dream.InputShape.Width));
        Assert.True(dream.ObjectiveValues[^1] > dream.ObjectiveValues[0]);
        Assert.Contains("would have to shrink", Refusal(model, Objective.Class(3), new() { Size = 41 }), StringComparison.Ordinal);
    }

    [Fact]
    public void LayerBehindAReshapeToItsSize_SeesThePictureEnlarged()
    {
        using CnnModel model = new SmallModel()
            .Input("image", DataType.Float, null, 3, 12, 16)
            .Initializer("own_size", [-1L, 3L, 12L, 16L], 4)
            .Initializer("kernel", Numbers.Seeded(4 * 3 * 9, 1), 4, 3, 3, 3)
            .Node("Reshape", "reshape", ["image", "own_size"], "x")
            .Node("Conv", "conv", ["x", "kernel"], "convolved")
            .Node("Flatten", "flatten", ["convolved"], "logits")
            .Output("logits", DataType.Float, null, 560)
            .Load(ZeroToOne);

        Dream dream = model.Dream(Objective.Channel("conv", 1), Quick with { Size = 8 });

        Assert.Equal((8, 6, 16), (dream.Image.Width, dream.Image.Height, dream.InputShape.Width));
        Assert.Contains(dream.Notes, note => note.Contains("reads pictures of 12x16 only, also up to 'convolved': the picture is enlarged for it.", StringComparison.Ordinal));
        // Twice as large is computed as four images.
        Assert.Contains("would have to shrink", Refusal(model, Objective.Channel("conv", 1), new() { Size = 32 }), StringComparison.Ordinal);
    }

    [Fact]
    public void GreyModel_DreamsInGrey()
    {
        using CnnModel model = new ReferenceCase("keras-mnist").Load(ZeroToOne);

        Dream dream = model.Dream(Objective.Channel("/relu2/Relu_output_0", 2), Quick);

        Assert.Equal((28, 28), (dream.Image.Width, dream.Image.Height));
        Assert.All(dream.Image.Pixels.ToArray().Chunk(3), pixel => Assert.True(pixel[0] == pixel[1] && pixel[1] == pixel[2]));
        Assert.True(dream.ObjectiveValues[^1] > dream.ObjectiveValues[0]);
    }

    [Fact]
    public void Start_IsWhereItBegins()
    {
        using CnnModel model = Load("NCHW");
        RgbImage start = RgbImage.Create(32, 16, pixels => pixels.Fill(200));

        Dream dream = model.Dream(Objective.Layer("conv"), Quick with { Size = 16, Start = start, Steps = 4, LearningRate = 1e-4f, Frames = 2 });

        Assert.Equal((16, 8), (dream.Image.Width, dream.Image.Height));
        Assert.All(dream.Frames[0].Pixels.ToArray(), value => Assert.InRange(value, 199, 201));
        Assert.All(dream.Image.Pixels.ToArray(), value => Assert.InRange(value, 180, 220));
    }

    [Fact]
    public void Frames_LeadFromTheStartToTheEnd()
    {
        using CnnModel model = Load("NCHW");

        Dream dream = model.Dream(Objective.Channel("conv", 1), Quick with { Frames = 5 });

        Assert.Equal(5, dream.Frames.Count);
        Assert.All(dream.Frames[0].Pixels.ToArray(), value => Assert.InRange(value, 118, 138));
        Assert.Same(dream.Image, dream.Frames[^1]);
        Assert.Empty(model.Dream(Objective.Channel("conv", 1), Quick).Frames);
    }

    [Fact]
    public void Penalties_CalmThePicture()
    {
        using CnnModel model = Load("NCHW");
        // Short steps: long ones swing around grey as far as the penalty draws to it.
        byte[] Dreamed(DreamOptions options) => model.Dream(Objective.Channel("conv", 1), options with { Steps = 100, LearningRate = 0.01f }).Image.Pixels.ToArray();
        double Distance(byte[] pixels) => pixels.Average(value => Math.Abs(value - 127.5));
        double Variation(byte[] pixels) => pixels.Zip(pixels.Skip(3), (a, b) => Math.Abs(a - b)).Average();
        byte[] free = Dreamed(Quick);

        Assert.InRange(Distance(Dreamed(Quick with { L1 = 100 })), 0, 0.7 * Distance(free));
        Assert.InRange(Variation(Dreamed(Quick with { TotalVariation = 100 })), 0, 0.7 * Variation(free));
    }

    [Fact]
    public void SwitchedOffReLU_IsSwitchedOn()
    {
        // Grey pictures are far below where the unit answers.
        using CnnModel model = Switched(bias: -0.6f, weight: 1).Load(ZeroToOne);

        Dream dream = model.Dream(Objective.Channel("relu", 0), Quick with { Steps = 60, Size = 16 });

        Assert.True(dream.Activation > 0.05, $"{dream.Activation}");
        Assert.Contains(dream.Notes, note => note.Contains("all units of a ReLU were switched off", StringComparison.Ordinal));
    }

    [Fact]
    public void ReLUThatNothingSwitchesOn_SaysThatNothingArrives()
    {
        using CnnModel model = Switched(bias: -8, weight: 0).Load(ZeroToOne);

        Dream dream = model.Dream(Objective.Channel("relu", 0), Quick with { Size = 16 });

        Assert.Contains(dream.Notes, note => note.StartsWith("In 20 of 20 steps no gradient reached a picture, and only its penalties and its momentum changed it", StringComparison.Ordinal));
    }

    [Fact]
    public void Progress_CountsSteps()
    {
        using CnnModel model = Load("NCHW");
        var heard = new Heard();

        model.Dream(Objective.Channel("conv", 1), Quick, heard);

        Assert.Equal([.. Enumerable.Range(0, 21)], heard.Done);
        Assert.All(heard.Totals, total => Assert.Equal(20, total));
    }

    [Fact]
    public void Cancelled_Stops()
    {
        using CnnModel model = Load("NCHW");
        using var cancellation = new CancellationTokenSource();
        var heard = new Heard { Hear = done => { if (done == 3) { cancellation.Cancel(); } } };

        Assert.ThrowsAny<OperationCanceledException>(() => model.Dream(Objective.Channel("conv", 1), new() { Steps = 100_000 }, heard, cancellation.Token));
        Assert.Equal(3, heard.Done[^1]);
    }

    [Fact]
    public void Mistakes_AreRefusedInWords()
    {
        using CnnModel model = Load("NCHW");
        using CnnModel other = Load("NCHW");
        Dictionary<string, string> refusals = new()
        {
            ["has no channel 4: it has 4, 0 to 3."] = Refusal(model, Objective.Channel("conv", 4)),
            ["has no channel -1"] = Refusal(model, Objective.Channel("conv", -1)),
            ["has no layer 'convv'. Near: conv"] = Refusal(model, Objective.Channel("convv", 0)),
            ["belongs to another model"] = Refusal(model, Objective.Channel(other.Layers["conv"], 0)),
            ["No layer was given."] = Refusal(model, Objective.Layer(default)),
            ["has no neuron at row 6, column 4: for images of 6x8 its maps are 6x8."] = Refusal(model, Objective.Neuron("conv", 0, y: 6)),
            ["There is no class 3: the model has 3 classes, 0 to 2."] = Refusal(model, Objective.Class(3)),
            ["is given by name, but the model has no labels"] = Refusal(model, Objective.Class("cat")),
            ["Diversity compares pictures with each other"] = Refusal(model, Objective.Diversity("conv")),
            ["Steps is 0; it must be at least 1."] = Refusal(model, Objective.Class(0), new() { Steps = 0 }),
            ["Size is 4; it must be from 8 to 2048."] = Refusal(model, Objective.Class(0), new() { Size = 4 }),
            ["LearningRate is NaN"] = Refusal(model, Objective.Class(0), new() { LearningRate = float.NaN }),
            ["Frames is 1; it must be 0, or from 2 to 10000."] = Refusal(model, Objective.Class(0), new() { Frames = 1 }),
        };

        Assert.All(refusals, pair => Assert.Contains(pair.Key, pair.Value, StringComparison.Ordinal));
        Assert.Contains("is not finite", Assert.Throws<ArgumentException>(() => float.NaN * Objective.Class(0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LayerWithoutChannels_SaysSo()
    {
        using CnnModel model = new ReferenceCase("vit").Load();
        Layer attention = model.Layers.First(layer => layer.Operator == "Softmax");

        Assert.Contains("has no channels: its output is neither maps nor a list of numbers.", Refusal(model, Objective.Channel(attention, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void BlockedModel_NamesTheNode()
    {
        using CnnModel model = BlockedModel.WithOneNode().Load(ZeroToOne);

        Assert.Contains("Det", Assert.Throws<NoGradientException>(() => model.Dream(Objective.Channel("determinant", 1))).Message, StringComparison.Ordinal);
    }

    private static string Refusal(CnnModel model, Objective objective, DreamOptions? options = null) =>
        Assert.ThrowsAny<ArgumentException>(() => model.Dream(objective, options)).Message;

    private static CnnModel Load(string name) => (name switch
    {
        "NCHW" => SmallNetwork.Create(),
        "NHWC" => SmallNetwork.ChannelsLast(),
        "one image" => SmallNetwork.Create(batch: 1, flattensToOneImage: true),
        "joining images" => SmallNetwork.JoiningImages(),
        "of bytes" => SmallNetwork.OfBytes(8),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such model."),
    }).Load(name == "of bytes" ? null : ZeroToOne);

    private static SmallModel Switched(float bias, float weight) => new SmallModel()
        .Input("image", DataType.Float, null, 3, null, null)
        .Initializer("kernel", [weight / 3, weight / 3, weight / 3], 1, 3, 1, 1)
        .Initializer("bias", [bias], 1)
        .Node("Conv", "conv", ["image", "kernel", "bias"], "convolved")
        .Node("Relu", "relu", ["convolved"], "activation")
        .Node("GlobalAveragePool", "mean", ["activation"], "mean_activation")
        .Node("Flatten", "flatten", ["mean_activation"], "logits")
        .Output("logits", DataType.Float, null, 1);

    private sealed class Heard : IProgress<ExplanationProgress>
    {
        public List<int> Done { get; } = [];

        public List<int> Totals { get; } = [];

        public Action<int> Hear { get; init; } = _ => { };

        public void Report(ExplanationProgress value)
        {
            Done.Add(value.Done);
            Totals.Add(value.Total);
            Hear(value.Done);
        }
    }
}
