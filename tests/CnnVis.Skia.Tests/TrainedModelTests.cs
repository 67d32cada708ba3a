using CnnVis.Methods;
using CnnVis.Models;

namespace CnnVis.Skia.Tests;

/// <summary>Real models on real photos, from the file to the answer.</summary>
public class TrainedModelTests
{
    [SharedTheory]
    [InlineData("mobilenetv2_1.0_224_nchw_logits1000.onnx", "TensorFlow", "cat_coral.png", 285, 0.78)]
    [InlineData("mobilenetv2_1.0_224_nchw_logits1000.onnx", "TensorFlow", "pug_d2l.jpg", 254, 0.97)]
    [InlineData("mobilenetv2_1.0_224_nchw_logits1000.onnx", "TensorFlow", "dog_and_cat_both.png", 243, 0.83)]
    [InlineData("mobilenetv2_1.0_224_nhwc_softmax1001.onnx", "TensorFlow", "cat_coral.png", 286, 0.78)]
    [InlineData("squeezenet_winml_fp32_op7.onnx", "Caffe", "kitten_224.png", 281, 0.94)]
    [InlineData("squeezenet_winml_fp16_op7.onnx", "Caffe", "kitten_224.png", 281, 0.94)]
    public void Predict_Photo_IsTheKnownClass(string model, string preprocessing, string photo, int expected, double probability)
    {
        using CnnModel loaded = CnnModel.Load(SharedFiles.Model(model), new() { Preprocessing = Preprocessing.Preset(preprocessing) });

        ClassScore top = loaded.Predict(ImageFile.Load(SharedFiles.Photo(photo))).Top;

        Assert.Equal(expected, top.Index);
        Assert.Equal(probability, top.Probability, 0.02);
    }

    [SharedFact]
    public void Predict_EveryDigit_IsNamed()
    {
        using CnnModel model = CnnModel.Load(SharedFiles.Model("mnist_cntk_op8.onnx"), new() { Preprocessing = Preprocessing.None });

        Assert.All(Directory.GetFiles(SharedFiles.Photo("mnist")), file => Assert.EndsWith(
            $"label{model.Predict(ImageFile.Load(file)).Top.Index}.png", file, StringComparison.Ordinal));
    }

    // The box was drawn around the cat by a person.
    [SharedFact]
    public void Occlusion_Cat_MarksTheCat()
    {
        using CnnModel model = CnnModel.Load(
            SharedFiles.Model("mobilenetv2_1.0_224_nchw_logits1000.onnx"), new() { Preprocessing = Preprocessing.TensorFlow });

        Explanation why = model.Explain(ImageFile.Load(SharedFiles.Photo("cat_coral.png"))).Occlusion();

        int strongest = Array.IndexOf(why.Map.Values.ToArray(), why.Map.Max);
        double x = ((strongest % 224) + 0.5) * 512 / 224;
        double y = ((strongest / 224) + 0.5) * 341 / 224;
        Assert.InRange(x, 46, 372);
        Assert.InRange(y, 36, 340);
    }

    [SharedTheory]
    [InlineData("mobilenetv2_1.0_224_nchw_logits1000.onnx", "TensorFlow")]
    [InlineData("squeezenet_winml_fp32_op7.onnx", "Caffe")]
    public void Occlusion_Approximate_LooksLikeTheExactForHalfTheWork(string file, string preprocessing)
    {
        string[] photos =
        [
            "cat_coral.png", "pug_d2l.jpg", "dog_and_cat_both.png", "kitten_224.png", "macaw_coral.jpg", "goldfish.jpg", "french_bulldog_d2l.jpg", "dragonfly_coral.png",
            "bird_chickadee_coral.png", "sunflower_coral.png",
            // The share of windows that are scored again was chosen on those above; these were not looked at.
            "astronaut.png", "bernese_and_cat_lime.png", "bird_segmentation.png", "cat_orange_coral.png", "chelsea_cat.png", "coffee.png", "dog_and_cat_d2l.jpg",
            "dog_and_kitten.jfif.jpg", "dog_poodle_coral.png", "dog_running_coral.png", "grace_hopper.png", "hotdog_coral.jpg", "samoyed_pet.png",
        ];
        using CnnModel model = CnnModel.Load(SharedFiles.Model(file), new() { Preprocessing = Preprocessing.Preset(preprocessing) });
        var mode = IncrementalMode.Approximate();

        double[] similarities =
        [
            .. photos.Select(photo =>
            {
                Explainer explainer = model.Explain(ImageFile.Load(SharedFiles.Photo(photo)));
                Explanation approximate = explainer.Occlusion(new() { Incremental = mode });
                Assert.StartsWith("Approximate", approximate.Notes[^1], StringComparison.Ordinal);
                return HeatmapComparison.Of(explainer.Occlusion(), approximate).StructuralSimilarity;
            }),
        ];

        Assert.True(similarities.Average() >= 0.9, $"{similarities.Average():0.000} on average");
        Assert.True(similarities.Min() >= 0.8, $"{similarities.Min():0.000} at worst");
        var grid = new WindowGrid(224, 224, 32, 16);
        var network = LocalNetwork.Of(model);
        double work = (new DrillDown(grid).Count + ApproximationCheck.MostWindows) * IncrementalPlan.Cheapest(network, grid.Rows, grid.Columns, mode.Threshold).Cost;
        double exactWork = grid.Count * IncrementalPlan.Cheapest(network, grid.Rows, grid.Columns).Cost;
        Assert.True(work <= exactWork / 2, $"{work / exactWork:0.000} of the exact work");
    }

    [SharedFact]
    public void Predict_SegmentationMap_NamesWhatCoversMost()
    {
        using CnnModel model = CnnModel.Load(
            SharedFiles.Model("deeplabv3_voc_257_tf2onnx_nhwc_op9.onnx"),
            new() { Preprocessing = Preprocessing.TensorFlow, Labels = Labels.Load(SharedFiles.Labels("voc21.txt")) });

        IReadOnlyList<ClassScore> classes = model.Predict(ImageFile.Load(SharedFiles.Photo("cat_coral.png"))).Classes;

        Assert.Contains("cat", classes.Take(2).Select(score => score.Name));
        Assert.Equal(1, model.Predict(ImageFile.Load(SharedFiles.Photo("cat_coral.png")), 21).Classes.Sum(score => score.Probability), 1e-3);
    }
}
