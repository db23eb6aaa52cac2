package networks

import (
	"fmt"
	"strconv"
	"strings"

	"parvis/internal/text"
)

// CheckLimits gives a *Refusal for the first declared limit that r breaks, so
// that nothing over a limit reaches a network. Pre-flight says all of them at
// once, long before.
func CheckLimits(info Info, r Revision) error {
	if len(r.Segments) == 0 {
		return refuse("networks.empty", "There is nothing to send.")
	}
	if info.MaxThread > 0 && len(r.Segments) > info.MaxThread {
		return refuse("networks.thread_too_long", fmt.Sprintf("A thread has at most %d parts here.", info.MaxThread), "max", info.MaxThread)
	}
	if info.Text.MaxTitle > 0 && text.Count(text.CodePoints, 0, r.Title) > info.Text.MaxTitle {
		return refuse("networks.title_too_long", fmt.Sprintf("The title is longer than %d signs.", info.Text.MaxTitle), "max", info.Text.MaxTitle)
	}
	for i, s := range r.Segments {
		if n := text.Count(text.Unit(info.Text.Unit), info.Text.URLCost, s.Text); info.Text.Max > 0 && n > info.Text.Max {
			return refuse("networks.text_too_long", fmt.Sprintf("Part %d counts %d, the limit is %d.", i+1, n, info.Text.Max), "count", n, "max", info.Text.Max)
		}
		if err := checkMedia(info.Media, s); err != nil {
			return err
		}
	}
	return nil
}

func checkMedia(limits MediaLimits, s Segment) error {
	images, videos := 0, 0
	for _, m := range s.Media {
		switch {
		case strings.HasPrefix(m.MIME, "video/"):
			videos++
			if limits.MaxVideo > 0 && m.Size > limits.MaxVideo {
				return refuse("networks.video_too_heavy", "A video is heavier than the network takes.")
			}
		default:
			images++
			if limits.MaxImage > 0 && m.Size > limits.MaxImage {
				return refuse("networks.image_too_heavy", "A picture is heavier than the network takes.")
			}
		}
	}
	switch {
	case images > limits.Images:
		return refuse("networks.too_many_images", fmt.Sprintf("There are %d pictures, the limit is %d.", images, limits.Images), "count", images, "max", limits.Images)
	case videos > limits.Videos:
		return refuse("networks.too_many_videos", fmt.Sprintf("There are %d videos, the limit is %d.", videos, limits.Videos), "count", videos, "max", limits.Videos)
	case images > 0 && videos > 0 && !limits.Mixed:
		return refuse("networks.mixed_media", "Pictures and video cannot go together here.")
	case limits.Required && images+videos == 0:
		return refuse("networks.media_required", "This network wants a picture or a video.")
	case strings.TrimSpace(s.Text) == "" && images+videos == 0:
		return refuse("networks.empty", "There is nothing to send.")
	}
	return nil
}

// refuse makes a refusal; args are name, int pairs.
func refuse(code, message string, args ...any) *Refusal {
	r := &Refusal{Reason: Reason{Code: code, Message: message, Args: map[string]string{}}}
	for i := 0; i+1 < len(args); i += 2 {
		r.Reason.Args[args[i].(string)] = strconv.Itoa(args[i+1].(int))
	}
	return r
}
