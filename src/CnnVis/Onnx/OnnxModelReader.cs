using Google.Protobuf;

namespace CnnVis.Onnx;

/// <summary>Reads an ONNX file and refuses, in words, what it is not or cannot be.</summary>
internal static class OnnxModelReader
{
    public const int MinIrVersion = 3;
    public const int MaxIrVersion = 13;
    public const int MinOpset = 7;
    public const int MaxOpset = 23;

    // Protobuf's own limit for one message.
    private const long MaxBytes = int.MaxValue;
    private const int MaxNesting = 64;

    public static OnnxModel Read(string path, string? toldName = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string name = toldName ?? Path.GetFileName(path);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new ModelException(name, Directory.Exists(path)
                ? "this is a folder, not an .onnx file."
                : $"there is no such file (looked for '{path}').");
        }

        RefuseTooLarge(file.Length, name);
        byte[] bytes = File.ReadAllBytes(path);
        return Read(bytes, name, file.DirectoryName);
    }

    public static OnnxModel Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (stream.CanSeek)
        {
            RefuseTooLarge(stream.Length - stream.Position, name);
        }

        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Read(copy.ToArray(), name, folder: null);
    }

    public static OnnxModel Read(byte[] bytes, string name, string? folder)
    {
        ModelProto proto = Parse(bytes, name);
        RefuseUnsupported(proto, name);
        foreach (TensorProto tensor in StoredTensors.Of(proto))
        {
            TensorSize.RefuseInconsistent(tensor, name);
            if (ExternalData.Has(tensor))
            {
                ExternalData.RefuseUnreachable(tensor, name, folder);
            }
        }

        return new OnnxModel(proto, name, folder);
    }

    public static int OpsetOf(ModelProto proto) =>
        (int)(proto.OpsetImport.FirstOrDefault(import => import.Domain is "" or "ai.onnx")?.Version ?? 0);

    private static ModelProto Parse(byte[] bytes, string name)
    {
        if (bytes.Length == 0)
        {
            throw new ModelException(name, "the file is empty.");
        }

        try
        {
            using var input = CodedInputStream.CreateWithLimits(new MemoryStream(bytes, writable: false), int.MaxValue, MaxNesting);
            return ModelProto.Parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new ModelException(name, "this is not an ONNX model, or it is truncated. Export or download it again.", e);
        }
    }

    private static void RefuseUnsupported(ModelProto proto, string name)
    {
        if (proto.Graph is null || proto.Graph.Node.Count == 0 || proto.OpsetImport.Count == 0)
        {
            throw new ModelException(name, "this is not an ONNX model: it holds no graph of operators.");
        }

        if (proto.IrVersion is < MinIrVersion or > MaxIrVersion)
        {
            throw new ModelException(name, $"its ONNX IR version is {proto.IrVersion}; versions {MinIrVersion} to {MaxIrVersion} are supported.");
        }

        int opset = OpsetOf(proto);
        if (opset is < MinOpset or > MaxOpset)
        {
            throw new ModelException(
                name,
                $"its opset is {opset}; opsets {MinOpset} to {MaxOpset} are supported. Export it again, or convert it with onnx.version_converter.");
        }
    }

    private static void RefuseTooLarge(long bytes, string name)
    {
        if (bytes > MaxBytes)
        {
            throw new ModelException(name, "the file is larger than 2 GB. Save its weights as external data beside it.");
        }
    }
}
