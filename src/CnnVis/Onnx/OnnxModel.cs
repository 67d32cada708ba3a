namespace CnnVis.Onnx;

/// <summary>A model as it was read: the protobuf message, never changed, and where its external weights lie.</summary>
internal sealed record OnnxModel(ModelProto Proto, string Name, string? Folder)
{
    public OnnxGraph Graph { get; } = new(Proto.Graph, Name);

    public int Opset { get; } = OnnxModelReader.OpsetOf(Proto);

    public bool HasExternalData { get; } = StoredTensors.Of(Proto).Any(ExternalData.Has);
}
