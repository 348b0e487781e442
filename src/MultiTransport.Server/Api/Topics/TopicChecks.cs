using System.Text;
using MultiTransport.Protocol;
using MultiTransport.Server.Api.Keys;

namespace MultiTransport.Server.Api.Topics;

/// <summary>Whether a key may use a topic, and whether there is such a topic.</summary>
internal static class TopicChecks
{
    private const int MostBytes = 255;

    /// <summary>Why it may not; null, and the topic's rule, where it may. A key that may not learns nothing of what there is.</summary>
    public static ApiProblem? Find(ITopics topics, ApiKey key, string topic, out TopicRule? rule)
    {
        TopicException? fault = null;
        rule = null;
        try
        {
            rule = topics.RuleOf(topic);
        }
        catch (TopicException none)
        {
            fault = none;
        }

        return fault?.Code == TopicCode.TopicMalformed
            ? ApiProblem.Of(ApiProblem.StatusOf(fault.Code), fault.Code, $"The topic is '{Shown.Of(topic)}'. {fault.Message}")
            : !key.MayUse(topic)
            ? ApiProblem.Of(StatusCodes.Status403Forbidden, TopicCode.TopicForbidden, $"The key '{key.Name}' may not use the topic '{Shown.Of(topic)}': no entry of its Topics matches.")
            : fault is not null
            ? ApiProblem.Of(ApiProblem.StatusOf(fault.Code), fault.Code, $"There is no topic '{Shown.Of(topic)}': no rule of Topics:Rules matches.")
            : null;
    }

    /// <summary>Whether a text can be a message's key or publisher.</summary>
    public static bool IsKey(string text) => text.Length > 0 && Encoding.UTF8.GetByteCount(text) <= MostBytes && !text.Any(char.IsControl);
}
