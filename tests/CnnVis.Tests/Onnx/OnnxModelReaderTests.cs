using System.Text;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using Google.Protobuf;

namespace CnnVis.Tests.Onnx;

public class OnnxModelReaderTests
{
    private static readonly ImageShape Shape = new(1, 4, 4, TensorLayout.Nchw);

    [Fact]
    public void Load_MissingFile_NamesIt() => AssertError(
        () => CnnModel.Load(Path.Combine("nowhere", "cat.onnx")), "cat.onnx: there is no such file");

    [Fact]
    public void Load_Folder_SaysSo()
    {
        using var folder = new TemporaryFolder();
        AssertError(() => CnnModel.Load(folder.Path), "this is a folder, not an .onnx file");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>Not found</body></html>")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 13963948\n")]
    public void Load_NotOnnx_SaysSo(string content)
    {
        ModelException exception = Assert.Throws<ModelException>(() => CnnModel.Load(Encoding.UTF8.GetBytes(content)));

        Assert.Matches("this is not an ONNX model|the file is empty", exception.Message);
    }

    // Wherever the file is cut off: an error in words, never another exception, never a model.
    [Fact]
    public void Load_TruncatedAnywhere_SaysSo()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(RepositoryFolder.References, "vgg", "model.onnx"));
        for (int length = 0; length < whole.Length; length += 499)
        {
            Assert.Throws<ModelException>(() => CnnModel.Load(whole.AsMemory(0, length)));
        }
    }

    [Theory]
    [InlineData(3, 7)]
    [InlineData(4, 9)]
    [InlineData(8, 17)]
    [InlineData(13, 23)]
    public void Load_OldestToNewest_Predicts(int irVersion, int opset)
    {
        using CnnModel model = Scoring()
            .Input("weights", TensorProto.Types.DataType.Float, 16, 3)
            .With(proto =>
            {
                proto.IrVersion = irVersion;
                proto.OpsetImport[0].Version = opset;
            })
            .Load();

        Assert.Equal(1, model.Predict(new ImageTensor(Numbers.Seeded(16, 1).AsSpan(), Shape)).Classes.Sum(score => score.Probability), 1e-5);
    }

    [Theory]
    [InlineData(6, "its opset is 6; opsets 7 to 23 are supported")]
    [InlineData(24, "its opset is 24; opsets 7 to 23 are supported")]
    public void Load_OtherOpset_NamesTheRange(int opset, string message) => AssertError(
        () => Scoring().With(model => model.OpsetImport[0].Version = opset).Load(), message);

    [Theory]
    [InlineData(2)]
    [InlineData(14)]
    public void Load_OtherIrVersion_NamesTheRange(int version) => AssertError(
        () => Scoring().With(model => model.IrVersion = version).Load(), $"its ONNX IR version is {version}; versions 3 to 13 are supported");

    [Fact]
    public void Load_UnknownOperator_PassesOnWhatTheRuntimeSays() => AssertError(
        () => Scoring().With(model => model.Graph.Node[1].OpType = "Frobnicate").Load(), "Frobnicate");

    [Fact]
    public void Load_WeightsOfAnotherSize_SaysBoth() => AssertError(
        () => Scoring().With(model =>
        {
            TensorProto weights = model.Graph.Initializer[0];
            weights.FloatData.Clear();
            weights.RawData = ByteString.CopyFrom(new byte[60]);
        }).Load(),
        "tensor 'weights' of shape [16,3] needs 192 bytes but the file holds 60");

    [Fact]
    public void Load_ImpossibleShape_SaysSo() => AssertError(
        () => Scoring().With(model => model.Graph.Initializer[0].Dims[0] = long.MaxValue).Load(), "has the impossible shape");

    [Fact]
    public void Load_UnsortedGraph_NamesTheNode() => AssertError(
        () => Scoring().With(model =>
        {
            NodeProto first = model.Graph.Node[0];
            model.Graph.Node.RemoveAt(0);
            model.Graph.Node.Add(first);
        }).Load(),
        "node 'dense' (MatMul) reads 'flat', which nothing before it makes");

    [Fact]
    public void Load_TensorMadeTwice_NamesIt() => AssertError(
        () => Scoring().With(model => model.Graph.Node.Add(model.Graph.Node[0].Clone())).Load(), "two nodes make the tensor 'flat'");

    [Fact]
    public void Load_NestedTooDeep_SaysSo()
    {
        var body = new GraphProto();
        for (int depth = 0; depth < 60; depth++)
        {
            NodeProto node = GraphEdits.NewNode("If", "if", [], "out", new AttributeProto { Name = "then_branch", G = body });
            body = new GraphProto();
            body.Node.Add(node);
        }

        AssertError(() => Scoring().With(model => model.Graph.Node.Add(body.Node)).Load(), "this is not an ONNX model, or it is truncated");
    }

    [Fact]
    public void Load_ExternalWeights_GiveTheSameScores()
    {
        using var folder = new TemporaryFolder();
        WriteExternal(folder, "weights.bin");
        using CnnModel external = CnnModel.Load(folder.File("model.onnx"));
        using CnnModel embedded = Scoring().Load();
        var image = new ImageTensor(Numbers.Seeded(16, 1).AsSpan(), Shape);

        Assert.Equal(
            embedded.Predict(image).Classes.Select(score => score.Probability),
            external.Predict(image).Classes.Select(score => score.Probability));
    }

    [Fact]
    public void Load_ExternalWeightsMissing_NamesTheFile()
    {
        using var folder = new TemporaryFolder();
        WriteExternal(folder, "weights.bin");
        File.Delete(folder.File("weights.bin"));

        AssertError(() => CnnModel.Load(folder.File("model.onnx")), "model.onnx: its external data file 'weights.bin' is missing. Put it beside the model.");
    }

    [Fact]
    public void Load_ExternalWeightsTooShort_SaysSo()
    {
        using var folder = new TemporaryFolder();
        WriteExternal(folder, "weights.bin");
        File.WriteAllBytes(folder.File("weights.bin"), new byte[100]);

        AssertError(() => CnnModel.Load(folder.File("model.onnx")), "'weights.bin', which has only 100. The file is truncated.");
    }

    [Theory]
    [InlineData("../weights.bin")]
    [InlineData("sub/../../weights.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public void Load_ExternalWeightsOutsideTheFolder_AreNotOpened(string location)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("inner"));
        File.WriteAllBytes(folder.File("weights.bin"), new byte[192]);
        byte[] bytes = External(location).ToBytes();
        File.WriteAllBytes(Path.Combine(folder.Path, "inner", "model.onnx"), bytes);

        AssertError(() => CnnModel.Load(Path.Combine(folder.Path, "inner", "model.onnx")), "outside the model's folder");
    }

    [Fact]
    public void Load_ExternalWeightsBehindALinkedFolder_AreNotOpened()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("elsewhere"));
        Directory.CreateDirectory(folder.File("model"));
        File.WriteAllBytes(Path.Combine(folder.Path, "elsewhere", "weights.bin"), new byte[192]);
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(folder.Path, "model", "link"), folder.File("elsewhere"));
        }
        catch (IOException)
        {
            // Windows lets only some users make links.
            return;
        }

        File.WriteAllBytes(Path.Combine(folder.Path, "model", "model.onnx"), External("link/weights.bin").ToBytes());

        AssertError(() => CnnModel.Load(Path.Combine(folder.Path, "model", "model.onnx")), "is a link that leads outside the model's folder");
    }

    [Fact]
    public void Load_ExternalTensorInAnAttribute_IsCheckedToo() => AssertError(
        () => Scoring().With(model =>
        {
            var value = new TensorProto { Name = "hidden", DataLocation = TensorProto.Types.DataLocation.External };
            value.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "../secret" });
            model.Graph.Node.Insert(0, GraphEdits.NewNode("Constant", "constant", [], "unused", new AttributeProto { Name = "value", T = value }));
        }).Load(),
        "tensor 'hidden' lies in the external file '../secret'");

    [Fact]
    public void Load_NodeWithoutInputs_NamesIt() => AssertError(
        () => Scoring().With(model => model.Graph.Node[0].Input.Clear()).Load(), "node 'flatten' (Flatten) lacks inputs or outputs");

    [Fact]
    public void Load_ExternalWeightsFromBytes_AsksForThePath() => AssertError(
        () => External("weights.bin").Load(), "must be loaded by its path, not from bytes or a stream");

    private static SmallModel Scoring() => SmallModel.ScoringPixels(Shape, Numbers.Seeded(48, 9), classes: 3);

    private static SmallModel External(string location) => Scoring().With(model =>
    {
        TensorProto weights = model.Graph.Initializer[0];
        weights.FloatData.Clear();
        weights.DataLocation = TensorProto.Types.DataLocation.External;
        weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
    });

    private static void WriteExternal(TemporaryFolder folder, string location)
    {
        File.WriteAllBytes(folder.File("model.onnx"), External(location).ToBytes());
        File.WriteAllBytes(folder.File(location), [.. Numbers.Seeded(48, 9).SelectMany(BitConverter.GetBytes)]);
    }

    private static void AssertError(Func<CnnModel> load, string message) =>
        Assert.Contains(message, Assert.Throws<ModelException>(load).Message, StringComparison.Ordinal);
}
