using CnnVis.Tests.Support;

namespace CnnVis.Tests.Differentiation;

/// <summary>Files of other programs, from many exporters and opsets.</summary>
public class TrainedModelGradientTests
{
    [SharedTheory]
    [InlineData("deeplabv3_voc_257_tf2onnx_nhwc_op9.onnx")]
    [InlineData("fer2013_mini_xception_nhwc_softmax7.onnx")]
    [InlineData("mnist_burn_pytorch_bn_op16.onnx")]
    [InlineData("mnist_cntk_op8.onnx")]
    [InlineData("mobilenetv2_1.0_224_nchw_logits1000.onnx")]
    [InlineData("mobilenetv2_1.0_224_nhwc_softmax1001.onnx")]
    [InlineData("selfie_segmentation_unet_256_nchw_sigmoid.onnx")]
    [InlineData("squeezenet_winml_fp16_op7.onnx")]
    [InlineData("squeezenet_winml_fp32_op7.onnx")]
    [InlineData("ultraface_rfb_320_bn.onnx")]
    public void Check_OfATrainedModel_Passes(string file)
    {
        using CnnModel model = CnnModel.Load(SharedFiles.Model(file));

        GradientReport report = model.CheckGradients();

        Assert.True(report.Passed, $"{string.Join("; ", report.Failures)}; {report.Network}; {string.Join("; ", report.Blocking)}");
    }

    // Gradients are computed in float32 either way, so only the rounded weights differ.
    [SharedFact]
    public void Gradient_OfFloat16_IsCloseToFloat32()
    {
        using CnnModel single = CnnModel.Load(SharedFiles.Model("squeezenet_winml_fp32_op7.onnx"));
        using CnnModel half = CnnModel.Load(SharedFiles.Model("squeezenet_winml_fp16_op7.onnx"));
        RgbImage picture = Numbers.Picture(224, 224, 5);
        int top = single.Predict(picture).Top.Index;

        float[] expected = ImageGradient.Of(single, single.ToTensor(picture), top);
        float[] gradient = ImageGradient.Of(half, half.ToTensor(picture), top);

        Assert.InRange(Agreement.RelativeDistance(expected.Select(value => (double)value), gradient), 0, 2e-2);
    }
}
