using System.Collections.Concurrent;

namespace CnnVis.Skia.Tests;

/// <summary>Snapshots of real explanations whose numbers are moved: by more than another processor moves them, and by what a test must catch.</summary>
public class SnapshotStabilityTests
{
    private const int Perturbations = 1000;
    private const double Noise = 1e-5;

    public static TheoryData<string, string, string> Cases => new()
    {
        { "cifar10.onnx", "chelsea.png", "occlusion" },
        { "cifar10.onnx", "chelsea.png", "gradient" },
        { "cifar10.onnx", "chelsea.png", "saliency" },
        { "cifar10.onnx", "chelsea.png", "integrated-gradients" },
        { "cifar10.onnx", "chelsea.png", "grad-cam" },
        { "cifar10.onnx", "chelsea.png", "lrp" },
        { "cifar10.onnx", "coffee.png", "lime" },
        { "digits.onnx", "digit-3.png", "occlusion" },
        { "digits.onnx", "digit-7.png", "input-x-gradient" },
        { "digits.onnx", "digit-8.png", "grad-cam-plus-plus" },
    };

    // The text alone, as a library that compares letter by letter reads it.
    [Theory]
    [MemberData(nameof(Cases))]
    public void AThousandPerturbations_GiveTheSameText(string model, string photo, string method)
    {
        Explanation why = RealExplanations.Explain(model, photo, method);

        Assert.Equal([why.ToSnapshot()], Texts(why, Noise, Perturbations));
    }

    [SharedTheory]
    [InlineData("grad-cam")]
    [InlineData("integrated-gradients")]
    public void PerturbationsOfALargeModel_GiveTheSameText(string method)
    {
        using CnnModel model = CnnModel.Load(
            SharedFiles.Model("mobilenetv2_1.0_224_nchw_logits1000.onnx"), new() { Preprocessing = Preprocessing.TensorFlow });
        Explanation why = ExplanationMethod.Get(method).Recipe([])(model.Explain(ImageFile.Load(SharedFiles.Photo("cat_coral.png"))));

        Assert.Equal([why.ToSnapshot()], Texts(why, Noise, 200));
    }

    // A hundred times as much: some of the texts are another one, and all of them say the same.
    [Theory]
    [MemberData(nameof(Cases))]
    public void AHundredTimesTheNoise_IsNoDifference(string model, string photo, string method)
    {
        Explanation why = RealExplanations.Explain(model, photo, method);
        string verified = why.ToSnapshot();

        Assert.All(Texts(why, 100 * Noise, 300), text => Assert.True(SnapshotComparer.Compare(text, verified).IsEqual, SnapshotComparer.Compare(text, verified).Message));
    }

    // The worst case: a number as near to a border as floating point allows flips with every other breath. The verified file holds it.
    [Fact]
    public void ANumberOnABorder_IsHeldByTheVerifiedFile()
    {
        using var folder = new TemporaryFolder();
        Explanation why = RealExplanations.Explain("cifar10.onnx", "chelsea.png", "occlusion");
        float[] numbers = why.Map.Values.ToArray();
        double scale = 1.247 / numbers.Sum(number => Math.Abs((double)number));
        Explanation border = why.With(_ => Array.ConvertAll(numbers, number => (float)(number * scale)));
        File.WriteAllText(folder.File("border.snap"), border.ToSnapshot());
        var held = new SnapshotOptions { VerifiedFile = folder.File("border.snap") };

        Assert.Equal(2, Texts(border, Noise, 100).Count);
        Assert.Equal([border.ToSnapshot()], Texts(border, Noise, 100, held));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WhatATestMustCatch_IsCaught(string model, string photo, string method)
    {
        Explanation why = RealExplanations.Explain(model, photo, method);
        string verified = why.ToSnapshot();

        AssertCaught("another class", RealExplanations.Explain(model, photo, method, Target.Class((why.Target.ClassIndex!.Value + 1) % 10)));
        AssertCaught("another image", RealExplanations.Explain(model, model == "digits.onnx" ? photo == "digit-3.png" ? "digit-7.png" : "digit-3.png" : photo == "coffee.png" ? "chelsea.png" : "coffee.png", method));
        AssertCaught("another method", RealExplanations.Explain(model, photo, method == "gradient" ? "saliency" : "gradient"));
        AssertCaught("a map that moved by a seventh of the image", why.With(map => Moved(map, Math.Max(map.Width / 7, 1))));
        AssertCaught("a mirrored map", why.With(map => [.. map.Values.ToArray().Chunk(map.Width).SelectMany(row => row.Reverse())]));
        AssertCaught("half of the evidence gone", why.With(map => Array.ConvertAll(map.Values.ToArray(), number => number > 0 ? number / 2 : number)));
        AssertCaught("half of the map gone", why.With(map => [.. map.Values.ToArray().Select((number, i) => i % map.Width < map.Width / 2 ? 0 : number)]));
        AssertCaught("the signs exchanged", why.With(map => Array.ConvertAll(map.Values.ToArray(), number => -number)));

        void AssertCaught(string change, Explanation changed) => Assert.False(SnapshotComparer.Compare(changed.ToSnapshot(), verified).IsEqual, change);
    }

    private static ICollection<string> Texts(Explanation why, double noise, int count, SnapshotOptions? options = null)
    {
        var texts = new ConcurrentDictionary<string, bool>();
        Parallel.For(0, count, seed => texts.TryAdd(Perturb(why, noise, seed).ToSnapshot(options), true));
        return texts.Keys;
    }

    /// <summary>Every number moved by up to a share of the largest one.</summary>
    private static Explanation Perturb(Explanation why, double noise, int seed)
    {
        var random = new Random(seed);
        return why.With(map =>
        {
            double reach = noise * map.MaxMagnitude;
            return Array.ConvertAll(map.Values.ToArray(), number => (float)(number + (reach * ((2 * random.NextDouble()) - 1))));
        });
    }

    private static float[] Moved(Heatmap map, int columns) =>
        [.. map.Values.ToArray().Chunk(map.Width).SelectMany(row => row[^columns..].Concat(row[..^columns]))];
}
