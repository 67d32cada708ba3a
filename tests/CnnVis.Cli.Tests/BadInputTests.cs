namespace CnnVis.Cli.Tests;

public class BadInputTests
{
    // {0} stands for the folder of results, which must stay empty.
    public static TheoryData<string, string> Mistakes => new()
    {
        { "explain nowhere.onnx PHOTO", "nowhere.onnx: there is no such file" },
        { "explain PHOTO PHOTO", "chelsea.png: this is not an ONNX model, or it is truncated." },
        { "explain MODEL nowhere.jpg", "nowhere.jpg: there is no such picture" },
        { "explain MODEL MODEL", "cifar10.onnx: this is not a picture that can be read." },
        { "explain MODEL nowhere.npy", "nowhere.npy: cannot be read" },
        { "explain MODEL HUGE", "huge.png: the picture has 30000x30000 pixels" },
        { "explain MODEL NAN", "nan.npy: The tensor holds NaN at element 7." },
        { "explain MODEL SMALL", "The tensor is [1,3,8,8] (NCHW); the model reads [N,3,32,32] (NCHW)." },
        { "explain MODEL PHOTO --class 10", "There is no class 10: the model has 10 classes, 0 to 9." },
        { "explain MODEL PHOTO --class horze", "There is no class 'horze'. Near: horse" },
        { "explain MODEL PHOTO --class o", "'o' names 4 classes: 1 automobile; 5 dog; 6 frog; 7 horse." },
        { "explain MODEL PHOTO --method gradcamm", "There is no method 'gradcamm'." },
        { "explain MODEL PHOTO --set window=33", "The window 33x33 is larger than the image of 32x32 that the model reads." },
        { "explain MODEL PHOTO --set windw=3", "occlusion has no option 'windw'. Possible: window, stride, fill, incremental." },
        { "explain MODEL PHOTO --set window", "--set 'window' is not of the form NAME=VALUE." },
        { "explain MODEL PHOTO --set window=4 --set window=5", "--set gives 'window' twice." },
        { "explain MODEL PHOTO --set fill=#12345g", "The option 'fill' cannot be '#12345g'" },
        { "explain MODEL PHOTO --layer conv9", "The model has no layer 'conv9'." },
        { "explain MODEL PHOTO --preprocess torch", "There is no preprocessing 'torch'. Choose one of ImageNet" },
        { "explain MODEL PHOTO --labels nowhere.txt", "nowhere.txt: labels cannot be read" },
        { "explain MODEL PHOTO --labels LABELS", "The model has 10 classes but 3 labels were given." },
        { "explain MODEL PHOTO --format gif", "--format 'gif': choose from png, npy, json" },
        { "explain MODEL PHOTO --format svg", "only figures are written as svg and pdf. Add --view figure." },
        { "explain MODEL PHOTO --view xray", "--view 'xray': choose from overlay, masked, contours, regions, figure" },
        { "explain MODEL PHOTO --output boxes", "The model has no output 'boxes'. Its outputs are 'logits'." },
        { "explain MODEL PHOTO --input size=nowhere.npy", "nowhere.npy: cannot be read" },
        { "explain MODEL PHOTO --target-mask MASK", "--target-mask needs --class" },
        { "explain MODEL PHOTO --target-mask MASK --class 1", "A mask needs a model whose output is a segmentation map." },
        { "explain MODEL PHOTO --score logits", "logits" },
        { "explain MODEL", "Required argument 'IMAGE' missing" },
        { "explain MODEL PHOTO --frobnicate", "Unrecognized command or argument '--frobnicate'." },
        { "explain MODEL PHOTO --class 3 --above 0.5", "--above chooses the classes: leave --class, --rather-than and --target-mask out." },
        { "explain MODEL PHOTO --above 0.9999999", "No class has a probability of" },
        { "explain MODEL PHOTO --above 0,5", "--above '0,5' is no probability: give a number from 0 to 1." },
        { "explain MODEL SMALL --above 0.5", "each image of a tensor would have other classes" },
        { "explain MODEL PHOTO --rather-than dog", "--rather-than compares the one class of --class with another" },
        { "explain MODEL PHOTO --class cat --rather-than dgo", "'dgo'" },
        { "explain MODEL PHOTO --class cat --rather-than 5,6", "--rather-than '5,6' names 2 classes; it takes one." },
        { "explain MODEL PHOTO --set fill=blur:1e9", "The option 'fill' cannot be 'blur:1e9'" },
        { "explain MODEL PHOTO --method rise --set cells=50000", "1024" },
        { "explain MODEL PHOTO --method rise --set normalization=7", "The option 'normalization' cannot be '7': it is none of its names. Possible: Centered, Expected." },
        { "explain MODEL PHOTO --method rise --set normalization=-1", "The option 'normalization' cannot be '-1'" },
        { "explain MODEL PHOTO --method lime --set segments=quickshift:1e9", "The option 'segments' cannot be 'quickshift:1e9'" },
        { "explain MODEL PHOTO --method lime --set segments=felzenszwalb:100:1e9", "The option 'segments' cannot be 'felzenszwalb:100:1e9'" },
        { "explain MODEL PHOTO --method lime --set segments=grid:7 --set samples=20 --set kernel-width=0.005", "no image but the unchanged one counts" },
        { "explian MODEL PHOTO", "There is no command 'explian'. Choose one of explain, dream, kernels, features, tour, receptive-field, summary, diagram, top-patches, tensorboard, predict, describe, diagnose, check, compare, bench, methods." },
        { "diagram nowhere.onnx", "nowhere.onnx: there is no such file" },
        { "diagram MODEL --set scale=0", "Scale 0 must be from 0.1 to 8." },
        { "diagram MODEL --set colour=red", "has no option 'colour'" },
        { "kernels nowhere.onnx", "nowhere.onnx: there is no such file" },
        { "kernels MODEL --layer conv9", "The model has no layer 'conv9'." },
        { "kernels MODEL --layer RELU", "has no kernels: only convolutions have. Those of this model: " },
        { "kernels MODEL --order size", "The option 'order' cannot be 'size'" },
        { "kernels MODEL --order 7", "The option 'order' cannot be '7': it is none of its names. Possible: Index, Norm, Similarity." },
        { "kernels MODEL --order norm --set order=norm", "--order and --set order are the same: give one of them." },
        { "kernels MODEL --set input-channel=3", "There is no input channel 3: each kernel of" },
        { "kernels MODEL --set shared-scale=perhaps", "The option 'shared-scale' cannot be 'perhaps'" },
        { "kernels MODEL --set most=0", "Most is 0; it must be at least 1." },
        { "kernels MODEL --set cell-size=1", "CellSize 1 from 4 to 4096" },
        { "kernels MODEL --set chanel=3", "kernels has no option 'chanel'. Possible: order, input-channel, shared-scale, most, columns, cell-size, gap, annotate." },
        { "kernels MODEL --out LABELS", "is a file; give a folder." },
        { "tensorboard nowhere.onnx", "nowhere.onnx: there is no such file" },
        { "tensorboard MODEL nowhere.jpg", "nowhere.jpg: there is no such picture" },
        { "tensorboard MODEL PHOTO SMALL", "The tensor is [1,3,8,8] (NCHW); the model reads [N,3,32,32] (NCHW)." },
        { "tensorboard MODEL --layer conv9", "The model has no layer 'conv9'." },
        { "tensorboard MODEL --layer RELU", "has no kernels: only convolutions have. Those of this model: " },
        { "tensorboard MODEL PHOTO --layer fc", "has no maps: its output has no rows and columns." },
        { "tensorboard MODEL PHOTO --method gradcamm", "There is no method 'gradcamm'." },
        { "tensorboard MODEL PHOTO --class horze", "There is no class 'horze'. Near: horse" },
        { "tensorboard MODEL --out LABELS", "is a file; give a folder." },
        { "tensorboard MODEL --logdir a --out b", "Option '--logdir' expects a single argument" },
        { "tensorboard MODEL TWO", "two.npy: the tensor holds 2 images; give one." },
        { "predict MODEL PHOTO --top 0", "0" },
        { "compare PHOTO", "Required argument 'VERIFIED' missing" },
        { "compare PHOTO nowhere.png", "nowhere.png: there is no such picture" },
        { "compare PHOTO PHOTO --set levels=256", "Levels 256 must be from 0 to 255." },
        { "compare PHOTO PHOTO --set rank-correlation=0.9", "compare of pictures has no option 'rank-correlation'. Possible: levels, share." },
        { "compare nowhere nowhere", "nowhere.npy" },
        { "compare nowhere nowhere --difference a.png", "--difference is for pictures." },
        { "compare nowhere nowhere --set centre-shift=2", "CentreShift 2 must be from 0 to 1." },
        { "bench", "Required argument 'MODEL' missing" },
        { "bench resnet5", "There is no network 'resnet5'. Give an .onnx file, or one of resnet18, resnet50, vgg16, mobilenetv2." },
        { "bench nowhere.onnx", "nowhere.onnx: there is no such file" },
        { "bench MODEL --threads 0", "Threads is 0; it must be at least 1." },
        { "bench MODEL --size 224", "--size: the model reads images of 32x32 and no others." },
        { "bench MODEL --size 3x", "--size '3x': give one number for a square, or HEIGHTxWIDTH." },
        { "diagnose MODEL", "Required argument 'IMAGE' missing" },
        { "diagnose MODEL nowhere.jpg", "There is no picture and no folder 'nowhere.jpg'." },
        { "diagnose MODEL PHOTO SMALL", "is a tensor, which is used as it is; give it alone." },
        { "diagnose MODEL SMALL", "The tensor is [1,3,8,8] (NCHW); the model reads [N,3,32,32] (NCHW)." },
        { "diagnose MODEL NAN", "nan.npy: The tensor holds NaN at element 7." },
        { "diagnose MODEL PHOTO --fail-on often", "--fail-on 'often': choose info, warning, error or never." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Mistake_IsOneLineAndExitCode2AndWritesNothing(string line, string message)
    {
        using var inputs = new TemporaryFolder();
        using var results = new TemporaryFolder();
        string[] arguments = [.. line.Split(' ').Select(word => Resolve(word, inputs)), .. WritesResults(line) ? ["--out", results.Path] : Array.Empty<string>()];

        ToolRun run = ToolRun.Of(arguments);

        Assert.True(run.ExitCode == 2, $"exit code {run.ExitCode}, said: {run.Error}");
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.StartsWith("cnnvis: ", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.DoesNotContain("(Parameter", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(results.Path));
    }

    [Fact]
    public void Explain_TwoTensorsWithThreeClasses_SaysHowMany()
    {
        using var inputs = new TemporaryFolder();
        new ImageTensor(new float[2 * 3 * 32 * 32], new ImageShape(3, 32, 32, TensorLayout.Nchw)).SaveNpy(inputs.File("two.npy"));

        ToolRun run = ToolRun.Of("explain", ToolRun.PhotoModel, inputs.File("two.npy"), "--class", "1,2,3", "--out", inputs.File("results"));

        Assert.Equal((2, "cnnvis: 3 classes were given for the 2 images of the tensor: give one for all, or one for each."), (run.ExitCode, run.Error.Trim()));
        Assert.False(Directory.Exists(inputs.File("results")));
    }

    [Fact]
    public void Explain_OnePixelPicture_Works()
    {
        using var folder = new TemporaryFolder();
        Skia.ImageFile.Save(new RgbImage(1, 1, [10, 200, 30]), folder.File("pixel.png"));

        ToolRun.Of("explain", ToolRun.PhotoModel, folder.File("pixel.png"), "--set", "window=16", "--out", folder.File("results")).Succeeded();

        Assert.True(File.Exists(Path.Combine(folder.Path, "results", "occlusion.png")));
    }

    private static bool WritesResults(string line) =>
        line.Split(' ')[0] is "explain" or "kernels" or "tensorboard" && !line.Contains("--out", StringComparison.Ordinal);

    private static string Resolve(string word, TemporaryFolder folder)
    {
        switch (word)
        {
            case "MODEL":
                return ToolRun.PhotoModel;
            case "PHOTO":
                return ToolRun.Photo;
            case "RELU":
                using (CnnModel model = CnnModel.Load(ToolRun.PhotoModel))
                {
                    return model.Layers.First(layer => layer.Operator == "Relu").Name;
                }

            case "HUGE":
                return Path.Combine(RepositoryFolder.Root, "tests", "CnnVis.Skia.Tests", "Pictures", "huge.png");
            case "LABELS":
                File.WriteAllText(folder.File("labels.txt"), "a\nb\nc\n");
                return folder.File("labels.txt");
            case "MASK":
                AtomicFile.Write(folder.File("mask.npy"), NpyFile.ToBytes([1, 1, 1, 1], [2, 2]));
                return folder.File("mask.npy");
            case "NAN":
                float[] values = new float[3 * 32 * 32];
                values[7] = float.NaN;
                AtomicFile.Write(folder.File("nan.npy"), NpyFile.ToBytes(values, [1, 3, 32, 32]));
                return folder.File("nan.npy");
            case "TWO":
                AtomicFile.Write(folder.File("two.npy"), NpyFile.ToBytes(new float[2 * 3 * 32 * 32], [2, 3, 32, 32]));
                return folder.File("two.npy");
            case "SMALL":
                AtomicFile.Write(folder.File("small.npy"), NpyFile.ToBytes(new float[3 * 8 * 8], [1, 3, 8, 8]));
                return folder.File("small.npy");
            default:
                return word;
        }
    }
}
