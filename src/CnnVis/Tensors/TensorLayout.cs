namespace CnnVis;

/// <summary>The order of an image tensor's axes.</summary>
public enum TensorLayout
{
    /// <summary>Batch, channels, height, width: PyTorch, ONNX, Caffe.</summary>
    Nchw = 0,

    /// <summary>Batch, height, width, channels: TensorFlow, Keras.</summary>
    Nhwc,
}
